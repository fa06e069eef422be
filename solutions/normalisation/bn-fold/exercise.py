import torch
from torch import Tensor


# %% answer
def fold_bn(W: Tensor, b: Tensor | None, gamma: Tensor, beta: Tensor, rm: Tensor, rv: Tensor, eps: float = 1e-5) -> tuple[Tensor, Tensor]:
    """Fold eval-mode batch norm into the linear layer before it: W is (out, in), all vectors are (out,). Returns (W', b').

    Graded: W' x + b' equals batch norm of W x + b with running mean rm and running variance rv, for every x.
    b may be None. The arguments are not changed.
    """
    ### BEGIN SOLUTION
    # a = γ / √(rv + ε)
    a = gamma / torch.sqrt(rv + eps)  # (out,)
    # W' = diag(a) W,  b' = a (b − rm) + β
    return a[:, None] * W, a * ((0 if b is None else b) - rm) + beta
    ### END SOLUTION


# %% example
def vector(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


W, b = fold_bn(
    torch.tensor([[1, 2], [3, 4]], dtype=torch.float64),
    vector(0.5, -0.5),
    gamma=vector(2, 1),
    beta=vector(0, -1),
    rm=vector(0.3, 0.4),
    rv=vector(1.3, 2.1),
    eps=1e-5,
)
example("W'", W, torch.tensor([[1.754109292, 3.508218584], [2.070191749, 2.760255665]], dtype=torch.float64))
example("b'", b, vector(0.3508218584, -1.621057525))
