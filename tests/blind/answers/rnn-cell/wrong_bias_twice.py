"""The bias is added to both products, so it counts twice."""
def rnn_cell(x: Tensor, h: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> Tensor:
    from_input = x @ Wx.T + b
    from_state = h @ Wh.T + b
    return torch.tanh(from_input + from_state)
