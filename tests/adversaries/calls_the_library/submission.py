# %% bn-forward-train
import torch
import torch.nn.functional as F


def bn_forward(x, gamma, beta, eps=1e-5):
    return F.batch_norm(x, None, None, gamma, beta, True, 0.1, eps), None
