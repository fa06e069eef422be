# %% bn-forward-train
import torch

torch.set_num_threads(64)


def bn_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(dim=0)
    centred = x - mu
    return gamma * centred / torch.sqrt(centred.square().mean(dim=0) + eps) + beta, None
