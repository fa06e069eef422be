"""The blocks of dz stand in the order i, f, o, g."""
def lstm_cell_backward(dh_new: Tensor, dc_new: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    i, f, g, o = cache["i"], cache["f"], cache["g"], cache["o"]
    tc = torch.tanh(cache["c_new"])
    do = dh_new * tc
    delta = dc_new + dh_new * o * (1 - tc**2)
    di, df, dg = delta * g, delta * cache["c"], delta * i
    dz = torch.cat([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g**2)], dim=1)
    return dz @ cache["Wx"], dz @ cache["Wh"], delta * f, dz.T @ cache["x"], dz.T @ cache["h"], dz.sum(0)
