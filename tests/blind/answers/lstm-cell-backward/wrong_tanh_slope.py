"""The slope of tanh is written as 1 - c'^2 instead of 1 - tanh(c')^2."""
def lstm_cell_backward(dh_new: Tensor, dc_new: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    i, f, g, o, c_new = (cache[k] for k in ("i", "f", "g", "o", "c_new"))
    delta = dc_new + dh_new * o * (1 - c_new**2)
    dz = torch.cat(
        [
            delta * g * (i * (1 - i)),
            delta * cache["c"] * (f * (1 - f)),
            delta * i * (1 - g**2),
            dh_new * torch.tanh(c_new) * (o * (1 - o)),
        ],
        dim=1,
    )
    dx, dh, dc = dz @ cache["Wx"], dz @ cache["Wh"], delta * f
    return dx, dh, dc, dz.T @ cache["x"], dz.T @ cache["h"], dz.sum(0)
