import torch
from torch import Tensor


# %% answer
def mixup(x: Tensor, q: Tensor, lam: float, perm: Tensor) -> tuple[Tensor, Tensor]:
    """Return (lam * x + (1 - lam) * x[perm], the same for the targets q).

    x is a batch [N, ...], q the targets [N, K]; sample i is mixed with sample perm[i]. One lam for the whole call.
    """
    ### BEGIN SOLUTION
    # x̃_i = λ x_i + (1 − λ) x_{π(i)},  q̃_i = λ q_i + (1 − λ) q_{π(i)}
    return lam * x + (1 - lam) * x[perm], lam * q + (1 - lam) * q[perm]
    ### END SOLUTION


def sample_lambda(alpha: float, n: int, generator: torch.Generator | None = None) -> Tensor:
    """Return n independent draws from Beta(alpha, alpha), [n], in PyTorch's default floating-point type.

    They are drawn from `generator` if given. `torch._standard_gamma(a, generator=generator)` draws from Gamma(a, 1) for
    every entry of a tensor a; for small alpha do it in float64.
    """
    ### BEGIN SOLUTION
    shapes = torch.full((2, n), alpha, dtype=torch.float64)
    # λ = g₁ / (g₁ + g₂) ~ Beta(α, α) for independent g₁, g₂ ~ Gamma(α, 1)
    first, second = torch._standard_gamma(shapes, generator=generator)
    return (first / (first + second)).to(torch.get_default_dtype())
    ### END SOLUTION


# %% example
x, q = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.eye(2)
mixed, targets = mixup(x, q, 0.3, torch.tensor([1, 0]))
example("mixed inputs", mixed, torch.tensor([[2.4, 3.4], [1.6, 2.6]]))
example("mixed targets", targets, torch.tensor([[0.3, 0.7], [0.7, 0.3]]))

# %% plot
import matplotlib.pyplot as plt

# A small alpha leaves most images almost alone; alpha = 1 mixes in every proportion alike.
for alpha in (0.2, 1.0, 5.0):
    plt.hist(sample_lambda(alpha, 5000).numpy(), bins=40, density=True, histtype="step", label=f"α = {alpha}")
plt.xlabel("λ")
plt.legend()
plt.show()
