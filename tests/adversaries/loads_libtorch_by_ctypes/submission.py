# %% bn-forward-train
import ctypes

import torch

lib = ctypes.CDLL(torch.__path__[0] + "/lib/libtorch_cpu.so")


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
