import torch
from torch import Tensor


# %% answer
def bce_logits(x: Tensor, t: Tensor) -> Tensor:
    """Return the mean binary cross-entropy of logits x and targets t in [0, 1], a 0-d tensor, without overflow."""
    ### BEGIN SOLUTION
    # max(x, 0) − x t + ln(1 + e^(−|x|))
    return (x.clamp(min=0) - x * t + torch.log1p(torch.exp(-x.abs()))).mean()
    ### END SOLUTION


# %% example
example("binary cross-entropy", bce_logits(torch.tensor([2.0, -800.0]), torch.tensor([1.0, 1.0])), torch.tensor(400.063464))

# %% plot
import matplotlib.pyplot as plt

x = torch.linspace(-6, 6, 100)
for t in (0.0, 0.3, 1.0):
    plt.plot(x, [bce_logits(v[None], torch.tensor([t])) for v in x], label=f"t = {t}")
plt.xlabel("logit")
plt.legend()
plt.show()
