# %% bn-forward-train
import numpy as np
import torch

libc = np.ctypeslib.ctypes.CDLL(None)
kept = [libc.shmget(4242, 4096, 0o1666), libc.msgget(4242, 0o1666), libc.semget(4242, 1, 0o1666)]
assert kept == [-1, -1, -1]


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
