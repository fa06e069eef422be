import torch
from torch import Tensor


# %% answer
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    """Return w - (H + damping I)^(-1) g, for w [D], g [D] and a symmetric H [D, D]. A singular system raises."""
    ### BEGIN SOLUTION
    A = H + damping * torch.eye(len(w), dtype=H.dtype, device=H.device)
    # w ← w − (H + δI)⁻¹ g
    return w - torch.linalg.solve(A, g)
    ### END SOLUTION


# %% example
w, g, H = torch.tensor([1.0, 1.0]), torch.tensor([4.0, 22.0]), torch.diag(torch.tensor([2.0, 20.0]))
example("Newton", newton_step(w, g, H), torch.tensor([-1.0, -0.1]))
example("damped", newton_step(w, g, H, damping=2.0), torch.tensor([0.0, 0.0]))

# %% plot
import matplotlib.pyplot as plt

# From one start on a quadratic: the damped steps lie on a curve from Newton's step to a tiny gradient step.
H, w = torch.tensor([[2.0, 1.5], [1.5, 8.0]]), torch.tensor([2.0, 1.0])
a, b = torch.meshgrid(torch.linspace(-1, 3, 80), torch.linspace(-1.5, 2, 80), indexing="ij")
plt.contour(a, b, H[0, 0] / 2 * a**2 + H[0, 1] * a * b + H[1, 1] / 2 * b**2, 20, linewidths=0.5)
steps = torch.stack([newton_step(w, H @ w, H, float(d)) for d in torch.logspace(-2, 3, 40)])
plt.plot(*steps.T, ".-", label="damping 0.01 … 1000")
plt.plot(*w, "ko", label="start")
plt.legend()
plt.show()
