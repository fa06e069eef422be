import math

import torch
from torch import Tensor


# %% answer
def leaky_relu(x: Tensor, slope: float = 0.01) -> Tensor:
    """Return x where x > 0, slope * x elsewhere; any slope >= 0."""
    ### BEGIN SOLUTION
    # max(x, 0) + s · min(x, 0)
    return x.clamp(min=0) + slope * x.clamp(max=0)
    ### END SOLUTION


def elu(x: Tensor, alpha: float = 1.0) -> Tensor:
    """Return x where x > 0, alpha * (e^x - 1) elsewhere; exact near 0, with finite gradients for large x."""
    ### BEGIN SOLUTION
    # max(x, 0) + α (e^min(x, 0) − 1): the exponential never sees a positive number
    return x.clamp(min=0) + alpha * torch.expm1(x.clamp(max=0))
    ### END SOLUTION


def gelu(x: Tensor) -> Tensor:
    """Return x times the standard normal distribution function at x (exact, with erf)."""
    ### BEGIN SOLUTION
    # x Φ(x) = x/2 (1 + erf(x/√2))
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))
    ### END SOLUTION


# %% example
x = torch.tensor([-2.0, -0.5, 0.0, 1.5])
example("leaky", leaky_relu(x), torch.tensor([-0.02, -0.005, 0.0, 1.5]))
example("elu", elu(x), torch.tensor([-0.8646647168, -0.3934693403, 0.0, 1.5]))
example("gelu", gelu(x), torch.tensor([-0.0455002639, -0.1542687694, 0.0, 1.399789198]))

# %% plot
import matplotlib.pyplot as plt

x = torch.linspace(-4, 2, 200)
for name, y in (("leaky, slope 0.1", leaky_relu(x, 0.1)), ("elu", elu(x)), ("gelu", gelu(x))):
    plt.plot(x, y, label=name)
plt.legend()
plt.show()
