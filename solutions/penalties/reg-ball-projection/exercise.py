"""Projection onto balls."""

import torch
from torch import Tensor


# %% answer
def project_l2(w: Tensor, r: float) -> Tensor:
    """The nearest point with Euclidean norm (over all entries) at most `r`; `w` itself if it lies inside."""
    ### BEGIN SOLUTION
    # P₂(w) = w min(1, r / ‖w‖₂)
    norm = torch.linalg.vector_norm(w)
    return w * (r / norm.clamp(min=torch.finfo(w.dtype).tiny)).clamp(max=1)
    ### END SOLUTION


def project_l1(w: Tensor, r: float) -> Tensor:
    """The nearest point whose absolute values sum to at most `r`; `w` itself if it lies inside."""
    ### BEGIN SOLUTION
    if w.numel() == 0:
        return w
    u = w.abs().flatten().sort(descending=True).values
    k = torch.ones_like(u).cumsum(0)  # 1, 2, …
    # θ = max_k (Σ_{i≤k} u_i − r) / k, if positive
    theta = ((u.cumsum(0) - r) / k).amax().clamp(min=0)
    # P₁(w) = sign(w) max(|w| − θ, 0)
    return torch.sign(w) * (w.abs() - theta).clamp(min=0)
    ### END SOLUTION


# %% example
example("project_l2", project_l2(torch.tensor([3.0, 4.0], dtype=torch.float64), 2.0), torch.tensor([1.2, 1.6], dtype=torch.float64))
example(
    "project_l1", project_l1(torch.tensor([3.0, -1.0, 0.5], dtype=torch.float64), 2.0), torch.tensor([2.0, 0.0, 0.0], dtype=torch.float64)
)

# %% plot
import matplotlib.pyplot as plt

torch.manual_seed(0)
points = 1.5 * torch.randn(200, 2)
for project, marker in ((project_l2, "o"), (project_l1, "s")):
    nearest = torch.stack([project(p, 1.0) for p in points])
    plt.plot(nearest[:, 0], nearest[:, 1], marker, markersize=3, linestyle="none", label=project.__name__)
plt.axis("equal")
plt.legend()
plt.show()
