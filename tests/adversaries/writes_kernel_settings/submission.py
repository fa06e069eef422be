# %% bn-forward-train
import os

import torch

written = []
for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/self/uid_map", "/proc/self/oom_score_adj", "/sys/kernel/uevent_helper", "/dev/mem", "/dev/sda"):
    try:
        written.append(os.open(path, os.O_WRONLY))
    except OSError:
        pass
assert not written


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
