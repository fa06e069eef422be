"""A loop over the gates that fills row blocks of the weight gradients."""
def lstm_cell_backward(dh_new: Tensor, dc_new: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    x, h, Wx, Wh = (cache[k] for k in ("x", "h", "Wx", "Wh"))
    H = h.shape[1]
    squashed = cache["c_new"].tanh()
    to_c = dc_new + dh_new * cache["o"] * (1 - squashed.square())
    upstream = {"i": to_c * cache["g"], "f": to_c * cache["c"], "g": to_c * cache["i"], "o": dh_new * squashed}
    dx, dh = torch.zeros_like(x), torch.zeros_like(h)
    dWx, dWh = torch.zeros_like(Wx), torch.zeros_like(Wh)
    db = torch.zeros(4 * H, dtype=Wx.dtype)
    for k, name in enumerate("ifgo"):
        gate = cache[name]
        slope = 1 - gate * gate if name == "g" else gate - gate * gate
        dz = upstream[name] * slope
        rows = slice(k * H, (k + 1) * H)
        dx += dz @ Wx[rows]
        dh += dz @ Wh[rows]
        dWx[rows] = torch.einsum("bh,bd->hd", dz, x)
        dWh[rows] = torch.einsum("bh,bd->hd", dz, h)
        db[rows] = dz.sum(dim=0)
    return dx, dh, to_c * cache["f"], dWx, dWh, db
