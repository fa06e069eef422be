import torch
from torch import Tensor


# %% answer
def group_norm(x: Tensor, G: int, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Group norm of x (N, C, H, W) with G groups of neighbouring channels; weight and bias are (C,).

    Graded: statistics per sample and group, biased variance, eps inside the square root; ValueError unless G divides C.
    """
    ### BEGIN SOLUTION
    n, c, h, w = x.shape
    if c % G:
        raise ValueError(f"{c} channels cannot be split into {G} groups")
    groups = x.reshape(n, G, c // G, h, w)
    # μ_ng, σ²_ng over (C/G, H, W)
    var, mu = torch.var_mean(groups, dim=(2, 3, 4), unbiased=False, keepdim=True)  # (N, G, 1, 1, 1)
    # y = w_c (x − μ_ng) / √(σ²_ng + ε) + b_c
    x_hat = ((groups - mu) / torch.sqrt(var + eps)).reshape(n, c, h, w)
    return weight.reshape(1, c, 1, 1) * x_hat + bias.reshape(1, c, 1, 1)
    ### END SOLUTION


# %% example
x = torch.arange(8, dtype=torch.float64).reshape(1, 4, 1, 2) ** 2
pairs = [[-0.9999995918, -0.7142854227], [0.1428570845, 1.57142793], [-1.256183351, -0.5267865667], [0.3646983923, 1.418271526]]
example(
    "y",
    group_norm(x, 2, torch.ones(4, dtype=torch.float64), torch.zeros(4, dtype=torch.float64)),
    torch.tensor(pairs, dtype=torch.float64).reshape(1, 4, 1, 2),
)
