"""h' shows the old cell state, o tanh(c), instead of the new one."""
def lstm_cell(x: Tensor, h: Tensor, c: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> tuple[Tensor, Tensor, object]:
    zi, zf, zg, zo = torch.chunk(x @ Wx.T + h @ Wh.T + b, 4, dim=-1)
    i, f, g, o = zi.sigmoid(), zf.sigmoid(), zg.tanh(), zo.sigmoid()
    h_new = o * c.tanh()
    c_new = f * c + i * g
    return h_new, c_new, (x, h, c, i, f, g, o)
