import torch
from torch import Tensor


# %% given
def lstm_cell_cached(x: Tensor, h: Tensor, c: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> tuple[Tensor, Tensor, dict]:
    """One LSTM step with all that the backward pass may want.

    cache: x (B, D), h, c (B, H) the old states, i, f, g, o (B, H) after σ and tanh, c_new (B, H), Wx (4H, D), Wh (4H, H).
    """
    z_i, z_f, z_g, z_o = (x @ Wx.T + h @ Wh.T + b).chunk(4, dim=1)
    i, f, g, o = torch.sigmoid(z_i), torch.sigmoid(z_f), torch.tanh(z_g), torch.sigmoid(z_o)
    c_new = f * c + i * g
    cache = {"x": x, "h": h, "c": c, "i": i, "f": f, "g": g, "o": o, "c_new": c_new, "Wx": Wx, "Wh": Wh}
    return o * torch.tanh(c_new), c_new, cache


# %% answer
def lstm_cell_backward(dh_new: Tensor, dc_new: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Backward pass of one LSTM cell. Returns (dx, dh, dc, dWx, dWh, db).

    dh_new and dc_new (B, H) are the gradients at h' and c'; the cache is what lstm_cell_cached above returned.
    Graded: block order i, f, g, o; sums over the batch; no autograd.
    """
    ### BEGIN SOLUTION
    i, f, g, o, c = (cache[key] for key in ("i", "f", "g", "o", "c"))
    tanh_c = torch.tanh(cache["c_new"])
    # δ = dc' + dh' ⊙ o ⊙ (1 − tanh² c')
    delta = dc_new + dh_new * o * (1 - tanh_c**2)  # (B, H)
    # dz = [δ g i(1−i), δ c f(1−f), δ i (1−g²), dh' tanh c' o(1−o)]
    blocks = [delta * g * i * (1 - i), delta * c * f * (1 - f), delta * i * (1 - g**2), dh_new * tanh_c * o * (1 - o)]
    dz = torch.cat(blocks, dim=1)  # (B, 4H)
    # dx = dz Wx,  dh = dz Wh,  dc = δ f
    dx, dh, dc = dz @ cache["Wx"], dz @ cache["Wh"], delta * f
    # dWx = dzᵀ x,  dWh = dzᵀ h,  db = Σ dz
    return dx, dh, dc, dz.T @ cache["x"], dz.T @ cache["h"], dz.sum(dim=0)
    ### END SOLUTION


# %% example
def column(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)[:, None]


bias = torch.tensor([0, 1, 0, 0], dtype=torch.float64)
weights = column(0.5, 1, -1, 0.2), column(0.1, 0.2, 0.3, 0.4), bias
_, _, cache = lstm_cell_cached(column(1), column(0.5), column(2), *weights)
dx, dh, dc, dWx, dWh, db = lstm_cell_backward(column(1), column(0), cache)
example("dh", dh, column(0.1013208959))
example("dc", dc, column(0.1273132041))
wanted = [-0.02291220779, 0.02777893173, 0.04734208133, 0.2096342648]
example("db = dz", db, torch.tensor(wanted, dtype=torch.float64))
