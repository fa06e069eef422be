# %% bn-forward-train
import os

import torch

path = torch._VF.__file__ if hasattr(torch._VF, "__file__") else torch.__file__
try:
    fd = os.open(path, os.O_RDWR)
except OSError:
    fd = -1
assert fd == -1


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
