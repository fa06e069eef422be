import torch
from torch import Tensor


# %% answer
def grad_norms(Wh: Tensor, hs: Tensor, dhT: Tensor) -> Tensor:
    """Norms of ∂L/∂h_t for t = 1 … T, (T,), of a vanilla RNN whose loss looks at h_T only.

    hs (T, H) are the states h_1 … h_T of one sample, dhT (H,) is ∂L/∂h_T. Graded: in the order of time, the last is ‖dhT‖.
    """
    ### BEGIN SOLUTION
    n, norms = dhT, [dhT.norm()]
    for h in hs[1:].flip(0):
        # n_{t−1} = (n_t ⊙ (1 − h_t²)) Wh
        n = (n * (1 - h**2)) @ Wh  # (H,)
        norms.append(n.norm())
    return torch.stack(norms[::-1])
    ### END SOLUTION


# %% example
half, one = torch.tensor([[0.5]], dtype=torch.float64), torch.ones(1, dtype=torch.float64)
example("profile", grad_norms(half, torch.zeros(3, 1, dtype=torch.float64), one), torch.tensor([0.25, 0.5, 1.0], dtype=torch.float64))
for radius, wanted in ((0.9, 0.005153775207), (1.1, 117.3908529)):
    profile = grad_norms(radius * one[None], torch.zeros(51, 1, dtype=torch.float64), one)
    example(f"radius {radius}, 50 steps", float(profile[0]), wanted)

# %% plot
import matplotlib.pyplot as plt

turn = torch.linalg.qr(torch.randn(16, 16, generator=torch.Generator().manual_seed(0)))[0]
for radius in (0.9, 1.0, 1.1):
    for size, style in ((0.0, "-"), (0.4, "--")):
        hs = size * (2 * torch.rand(50, 16) - 1)
        label = f"radius {radius}" + (", states not 0" if size else "")
        plt.semilogy(range(1, 51), grad_norms(radius * turn, hs, torch.full((16,), 0.25)), style, label=label)
plt.xlabel("t")
plt.ylabel("size of the gradient")
plt.legend()
plt.show()
