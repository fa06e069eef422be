# %% bn-forward-train
import os

import torch

ran = []
for path in ("/usr/bin/su", "/usr/bin/mount", "/bin/true", "/usr/bin/python3"):
    try:
        ran.append(os.posix_spawn(path, [path], {}))
    except OSError:
        pass
try:
    ran += [status for status in [os.system("true")] if status == 0]
except OSError:
    pass
assert not ran


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
