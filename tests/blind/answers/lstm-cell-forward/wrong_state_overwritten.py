"""The old cell state is updated in place, so the c of the caller changes."""
def lstm_cell(x: Tensor, h: Tensor, c: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> tuple[Tensor, Tensor, object]:
    zi, zf, zg, zo = torch.chunk(x @ Wx.T + h @ Wh.T + b, 4, dim=-1)
    i, f, g, o = zi.sigmoid(), zf.sigmoid(), zg.tanh(), zo.sigmoid()
    c *= f
    c += i * g
    return o * c.tanh(), c, (x, h, i, f, g, o)
