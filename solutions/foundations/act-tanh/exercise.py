import torch
from torch import Tensor


# %% answer
def tanh(x: Tensor) -> Tensor:
    """Return the hyperbolic tangent, elementwise, finite for large |x|."""
    ### BEGIN SOLUTION
    e = torch.expm1(-2 * x.abs())  # e^(−2|x|) − 1, exact for small x and in (−1, 0]
    # tanh |x| = (1 − e^(−2|x|)) / (1 + e^(−2|x|)), and tanh is odd
    return torch.where(x >= 0, -e, e) / (2 + e)
    ### END SOLUTION


def dtanh(x: Tensor) -> Tensor:
    """Return the derivative of tanh at the pre-activation x, elementwise."""
    ### BEGIN SOLUTION
    # tanh' = 1 − tanh²
    return 1 - tanh(x) ** 2
    ### END SOLUTION


# %% example
x = torch.tensor([-1.0, 0.0, 2.0])
example("tanh", tanh(x), torch.tensor([-0.761594156, 0.0, 0.9640275801]))
example("derivative", dtanh(x), torch.tensor([0.4199743416, 1.0, 0.07065082485]))

# %% plot
import matplotlib.pyplot as plt

x = torch.linspace(-5, 5, 200)
plt.plot(x, tanh(x), label="tanh")
plt.plot(x, dtanh(x), label="tanh'")
plt.xlabel("x")
plt.legend()
plt.show()
