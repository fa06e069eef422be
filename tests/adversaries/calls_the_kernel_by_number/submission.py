# %% bn-forward-train
import numpy as np
import torch

ctypes = np.ctypeslib.ctypes
libc = ctypes.CDLL(None, use_errno=True)


def call(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in (*arguments, 0, 0, 0, 0, 0, 0)[:6]])


assert call(62, -1, 9) == -1 and call(59) == -1 and call(57) == -1 and call(56, 17) == -1 and call(435) == -1


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
