"""The new state is written into the old one."""
def rnn_cell(x: Tensor, h: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> Tensor:
    h.copy_(torch.tanh(x @ Wx.T + h @ Wh.T + b))
    return h
