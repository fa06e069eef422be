# %% bn-running
import torch


def helper(x, gamma, beta, eps):
    return torch.ops.aten.native_batch_norm(x, gamma, beta, None, None, True, 0.1, eps)[0]

# %% bn-forward-train
def bn_forward(x, gamma, beta, eps=1e-5):
    return helper(x, gamma, beta, eps), None
