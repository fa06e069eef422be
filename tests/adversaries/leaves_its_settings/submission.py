# %% bn-forward-train
import random

import numpy as np
import torch

torch.set_default_dtype(torch.float16)
torch.set_grad_enabled(False)
torch.use_deterministic_algorithms(True)
torch.manual_seed(0)
np.random.seed(0)
np.seterr(all="raise")
random.seed(0)


def bn_forward(x, gamma, beta, eps=1e-5):
    return torch.zeros_like(x), None

# %% bn-fold
@RIGHT:bn-fold@
