import torch
from torch import Tensor


# %% answer
def layer_norm(x: Tensor, normalized_shape: tuple[int, ...], weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Layer norm over the last len(normalized_shape) dimensions of x; weight and bias have that shape.

    Graded: statistics per sample, biased variance, eps inside the square root.
    """
    ### BEGIN SOLUTION
    dims = tuple(range(-len(normalized_shape), 0))  # (-k, …, -1)
    # μ, σ² over the last dimensions, for each sample by itself
    var, mu = torch.var_mean(x, dim=dims, unbiased=False, keepdim=True)
    # y = w (x − μ) / √(σ² + ε) + b
    return weight * (x - mu) / torch.sqrt(var + eps) + bias
    ### END SOLUTION


# %% example
x = torch.tensor([[1, 2, 3, 6]], dtype=torch.float64)
example(
    "y",
    layer_norm(x, (4,), torch.ones(4, dtype=torch.float64), torch.zeros(4, dtype=torch.float64)),
    torch.tensor([[-1.06904344, -0.5345217202, 0, 1.603565161]], dtype=torch.float64),
)
