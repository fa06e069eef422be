# %% bn-forward-train
import os

import torch

made = []
for target in ("/etc/passwd", "@CANARY@"):
    for make in (os.symlink, os.link):
        try:
            make(target, "report.json")
            made.append(target)
        except OSError:
            pass
assert not made


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
