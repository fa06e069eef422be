# %% bn-forward-train
import torch


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.ones_like(x).bool(), None
