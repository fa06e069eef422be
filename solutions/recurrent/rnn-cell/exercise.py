import torch
from torch import Tensor


# %% answer
def rnn_cell(x: Tensor, h: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> Tensor:
    """One step of a vanilla RNN: x is (B, D), h is (B, H), Wx is (H, D), Wh is (H, H), b is (H,). Returns the new h.

    Graded: tanh(x Wxᵀ + h Whᵀ + b); the old state is not changed.
    """
    ### BEGIN SOLUTION
    # h' = tanh(x Wxᵀ + h Whᵀ + b)
    return torch.tanh(x @ Wx.T + h @ Wh.T + b)  # (B, H)
    ### END SOLUTION


# %% example
x, h = torch.tensor([[1, 2]], dtype=torch.float64), torch.tensor([[0.1, -0.1]], dtype=torch.float64)
Wh = torch.tensor([[0.1, 0.2], [0.3, 0.4]], dtype=torch.float64)
new = rnn_cell(x, h, 0.5 * torch.eye(2, dtype=torch.float64), Wh, torch.zeros(2, dtype=torch.float64))
example("h'", new, torch.tensor([[0.4542164327, 0.7573623242]], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

for scale in (0.5, 1.0, 2.0):
    h, states = torch.tensor([[0.5, -0.2]]), []
    for _ in range(30):
        h = rnn_cell(torch.zeros(1, 1), h, torch.zeros(2, 1), scale * torch.tensor([[0.8, -0.6], [0.6, 0.8]]), torch.zeros(2))
        states.append(h[0])
    plt.plot(*torch.stack(states).T, marker=".", label=f"largest eigenvalue {scale}")
plt.xlabel("first unit")
plt.ylabel("second unit")
plt.legend()
plt.show()
