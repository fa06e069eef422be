# %% bn-forward-train
import torch

held = []


def bn_forward(x, gamma, beta, eps=1e-5):
    held.append(bytearray(96 << 20))
    return torch.zeros_like(x), None
