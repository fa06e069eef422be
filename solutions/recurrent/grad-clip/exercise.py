import torch
from torch import Tensor


# %% answer
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    """Scale all gradients so that their global norm is at most max_norm. Returns (clipped, total before clipping).

    Graded: one norm over all tensors, coef = min(1, max_norm / (total + 1e-6)); None stays None; nothing in place.
    """
    ### BEGIN SOLUTION
    present = [g for g in grads if g is not None]
    # total = √Σ ‖g‖²
    total = torch.stack([g.square().sum() for g in present]).sum().sqrt() if present else torch.tensor(0.0)
    # coef = min(1, max_norm / (total + 1e-6))
    coef = (max_norm / (total + 1e-6)).clamp(max=1.0)
    return [None if g is None else coef * g for g in grads], total
    ### END SOLUTION


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    """Clip every entry of every gradient to [−c, c]. None stays None; nothing in place."""
    ### BEGIN SOLUTION
    return [None if g is None else g.clamp(-c, c) for g in grads]
    ### END SOLUTION


# %% example
g = [torch.tensor([3.0, 4.0], dtype=torch.float64), torch.tensor([12.0], dtype=torch.float64)]
clipped, total = clip_grad_norm(g, max_norm=6.5)
example("total", float(total), 13.0)
example("by norm", torch.cat(clipped), torch.tensor([1.499999885, 1.999999846, 5.999999538], dtype=torch.float64))
example("by value", torch.cat(clip_grad_value(g, 3.5)), torch.tensor([3.0, 3.5, 3.5], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

for angle in torch.linspace(0.1, 1.5, 8):
    raw = 3 * torch.stack([torch.cos(angle), torch.sin(angle)])
    for clipped, colour in ((clip_grad_norm([raw], 1.0)[0][0], "tab:blue"), (clip_grad_value([raw], 1.0)[0], "tab:red")):
        plt.plot(*torch.stack([torch.zeros(2), clipped]).T, color=colour)
plt.plot([], color="tab:blue", label="by norm: direction kept")
plt.plot([], color="tab:red", label="by value: direction changed")
plt.axis("equal")
plt.legend()
plt.show()
