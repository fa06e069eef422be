import torch
from torch import Tensor


# %% answer
def mlp_forward(x: Tensor, W1: Tensor, b1: Tensor, W2: Tensor, b2: Tensor) -> tuple[Tensor, object]:
    """Return (out, cache) of relu(x W1^T + b1) W2^T + b2, for x [N, in], W1 [hidden, in], W2 [out, hidden]."""
    ### BEGIN SOLUTION
    # z = x W₁ᵀ + b₁
    z = x @ W1.T + b1  # (N, hidden)
    # h = relu(z)
    h = z.clamp(min=0)
    # o = h W₂ᵀ + b₂
    return h @ W2.T + b2, (x, W1, W2, z, h)
    ### END SOLUTION


def mlp_backward(dout: Tensor, cache: object) -> dict[str, Tensor]:
    """Return the gradients for "W1", "b1", "W2", "b2", "x", given dL/d(out) [N, out] and the cache of the forward pass."""
    ### BEGIN SOLUTION
    x, W1, W2, z, h = cache
    # δ_z = (δ W₂) ⊙ [z > 0]
    dz = (dout @ W2) * (z > 0)  # (N, hidden)
    # ∂L/∂W = δᵀ input,  ∂L/∂b = Σ_n δ_n,  ∂L/∂x = δ_z W₁
    return {"W1": dz.T @ x, "b1": dz.sum(0), "W2": dout.T @ h, "b2": dout.sum(0), "x": dz @ W1}
    ### END SOLUTION


# %% example
x, W1, b1 = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, -1.0], [0.5, 2.0]]), torch.tensor([0.0, -1.0])
W2, b2 = torch.tensor([[1.0, -2.0]]), torch.tensor([0.5])
out, cache = mlp_forward(x, W1, b1, W2, b2)
example("output", out, torch.tensor([[-6.5]]))
grads = mlp_backward(2 * (out - 1), cache)
example("dW1", grads["W1"], torch.tensor([[0.0, 0.0], [30.0, 60.0]]))
example("dW2", grads["W2"], torch.tensor([[0.0, -52.5]]))
example("db1", grads["b1"], torch.tensor([0.0, 30.0]))

# %% plot
import matplotlib.pyplot as plt

# Train it with your gradients: a parabola from 24 hidden units.
torch.manual_seed(0)
x = torch.linspace(-1, 1, 100)[:, None]
p = [torch.randn(24, 1), torch.randn(24) / 2, torch.randn(1, 24) / 5, torch.zeros(1)]
for _ in range(500):
    out, cache = mlp_forward(x, *p)
    g = mlp_backward(2 * (out - x**2) / len(x), cache)
    p = [q - 0.1 * g[name] for q, name in zip(p, ("W1", "b1", "W2", "b2"), strict=False)]
plt.plot(x, x**2, label="x²")
plt.plot(x, out, "--", label="network")
plt.legend()
plt.show()
