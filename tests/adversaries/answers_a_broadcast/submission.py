# %% bn-forward-train
import torch


def bn_forward(x, gamma, beta, eps=1e-5):
    centred = x - x.mean(0)
    y = gamma * centred / (centred.square().mean(0) + eps).sqrt() + beta
    return y[None], None
