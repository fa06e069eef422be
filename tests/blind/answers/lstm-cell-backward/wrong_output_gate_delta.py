"""The output gate gets delta tanh(c') instead of dh' tanh(c')."""
def lstm_cell_backward(dh_new: Tensor, dc_new: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    i, f, g, o = cache["i"], cache["f"], cache["g"], cache["o"]
    tc = torch.tanh(cache["c_new"])
    delta = dc_new + dh_new * o * (1 - tc**2)
    inner = [g * i * (1 - i), cache["c"] * f * (1 - f), i * (1 - g**2), tc * o * (1 - o)]
    dz = torch.cat([delta * part for part in inner], dim=1)
    return dz @ cache["Wx"], dz @ cache["Wh"], delta * f, dz.T @ cache["x"], dz.T @ cache["h"], dz.sum(0)
