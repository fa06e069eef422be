from collections.abc import Callable

import torch
from torch import Tensor


# %% answer
def sharpness(hvp: Callable[[Tensor], Tensor], v0: Tensor, iters: int) -> Tensor:
    """Return the Rayleigh quotient v^T H v after `iters` power iterations from v0, a 0-d tensor; hvp(v) returns H v.

    v is normalised at the start and after each product. If H v = 0 the result is 0."""
    ### BEGIN SOLUTION
    # v ← v₀ / ‖v₀‖
    v = v0 / torch.linalg.vector_norm(v0)
    for _ in range(iters):
        Hv = hvp(v)
        norm = torch.linalg.vector_norm(Hv)
        if norm == 0:
            return torch.zeros_like(norm)
        # v ← Hv / ‖Hv‖
        v = Hv / norm
    # λ ≈ vᵀ H v
    return torch.dot(v.flatten(), hvp(v).flatten())
    ### END SOLUTION


# %% example
H = torch.tensor([[2.0, 1.0], [1.0, 3.0]])
example("three iterations", sharpness(lambda v: H @ v, torch.tensor([1.0, 0.0]), 3), torch.tensor(3.6))

# %% plot
import matplotlib.pyplot as plt

limit = (5 + 5**0.5) / 2  # the larger eigenvalue of H
errors = [limit - sharpness(lambda v: H @ v, torch.tensor([1.0, 0.0]), k) for k in range(8)]
plt.semilogy(range(8), errors, "o-")
plt.xlabel("iterations")
plt.ylabel("distance to the largest eigenvalue")
plt.show()
