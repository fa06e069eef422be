# %% bn-forward-train
import torch


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros(2**40), None
