"""The blocks are read in the order i, f, o, g."""
def lstm_cell(x: Tensor, h: Tensor, c: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> tuple[Tensor, Tensor, object]:
    z = x @ Wx.T + h @ Wh.T + b
    H = h.shape[1]
    s = torch.sigmoid(z[:, : 3 * H])
    i, f, o = s[:, :H], s[:, H : 2 * H], s[:, 2 * H :]
    g = torch.tanh(z[:, 3 * H :])
    c_new = f * c + i * g
    return o * torch.tanh(c_new), c_new, (i, f, g, o)
