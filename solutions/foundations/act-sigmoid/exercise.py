import torch
from torch import Tensor


# %% answer
def sigmoid(x: Tensor) -> Tensor:
    """Return 1 / (1 + e^(-x)), elementwise, finite for |x| up to 1e4 in float32."""
    ### BEGIN SOLUTION
    e = torch.exp(-x.abs())  # never overflows
    # σ(x) = 1 / (1 + e⁻ˣ) for x ≥ 0, eˣ / (1 + eˣ) for x < 0
    return torch.where(x >= 0, torch.ones_like(e), e) / (1 + e)
    ### END SOLUTION


def dsigmoid(x: Tensor) -> Tensor:
    """Return the derivative of the sigmoid at the pre-activation x, elementwise."""
    ### BEGIN SOLUTION
    s = sigmoid(x)
    # σ' = σ (1 − σ)
    return s * (1 - s)
    ### END SOLUTION


# %% example
x = torch.tensor([-1000.0, -1.0, 0.0, 2.0])
example("sigmoid", sigmoid(x), torch.tensor([0.0, 0.2689414214, 0.5, 0.880797078]))
example("derivative", dsigmoid(x), torch.tensor([0.0, 0.1966119332, 0.25, 0.1049935854]))

# %% plot
import matplotlib.pyplot as plt

x = torch.linspace(-8, 8, 200)
plt.plot(x, sigmoid(x), label="σ")
for layers in (1, 2, 5):
    plt.plot(x, dsigmoid(x) ** layers, label=f"σ' over {layers} layer(s)")
plt.xlabel("x")
plt.legend()
plt.show()
