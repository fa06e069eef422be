"""tanh is written as 2 sigmoid(z) - 1, which is tanh(z/2): the factor 2 in the argument is missing."""
def rnn_cell(x: Tensor, h: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> Tensor:
    z = x @ Wx.T + h @ Wh.T + b
    return 2 / (1 + torch.exp(-z)) - 1
