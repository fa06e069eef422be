# %% bn-forward-train
import torch


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.ops.aten.native_batch_norm(x, gamma, beta, None, None, True, 0.1, eps)[0], None
