"""The gradient of the forget gate uses the new cell state c' instead of the old c."""
def lstm_cell_backward(dh_new: Tensor, dc_new: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    x, h, i, f, g, o, c = (cache[k] for k in ("x", "h", "i", "f", "g", "o", "c_new"))
    tc = torch.tanh(c)
    delta = dc_new + dh_new * o * (1 - tc**2)
    dzi = delta * g * i * (1 - i)
    dzf = delta * c * f * (1 - f)
    dzg = delta * i * (1 - g**2)
    dzo = dh_new * tc * o * (1 - o)
    dz = torch.cat([dzi, dzf, dzg, dzo], dim=1)
    return dz @ cache["Wx"], dz @ cache["Wh"], delta * f, dz.T @ x, dz.T @ h, dz.sum(0)
