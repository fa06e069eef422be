import torch
from torch import Tensor


# %% answer
def lstm_cell(x: Tensor, h: Tensor, c: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> tuple[Tensor, Tensor, object]:
    """One step of an LSTM: x (B, D), h and c (B, H), Wx (4H, D), Wh (4H, H), b (4H,). Returns (h', c', cache).

    Graded: blocks in the order i, f, g, o; c' = f ⊙ c + i ⊙ g; h' = o ⊙ tanh(c'). The cache may be anything.
    """
    ### BEGIN SOLUTION
    # (z_i, z_f, z_g, z_o) = x Wxᵀ + h Whᵀ + b
    z_i, z_f, z_g, z_o = (x @ Wx.T + h @ Wh.T + b).chunk(4, dim=1)  # (B, H) each
    # i = σ(z_i), f = σ(z_f), g = tanh(z_g), o = σ(z_o)
    i, f, g, o = torch.sigmoid(z_i), torch.sigmoid(z_f), torch.tanh(z_g), torch.sigmoid(z_o)
    # c' = f ⊙ c + i ⊙ g
    c_new = f * c + i * g
    # h' = o ⊙ tanh(c')
    return o * torch.tanh(c_new), c_new, (x, h, c, i, f, g, o, c_new, Wx, Wh)
    ### END SOLUTION


# %% example
def column(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)[:, None]


bias = torch.tensor([0, 1, 0, 0], dtype=torch.float64)
h, c, _ = lstm_cell(column(1), column(0.5), column(2), column(0.5, 1, -1, 0.2), column(0.1, 0.2, 0.3, 0.4), bias)
example("h'", h, column(0.5223718386))
example("c'", c, column(1.343574611))

# %% plot
import matplotlib.pyplot as plt

for forget_bias in (-1.0, 1.0, 4.0):
    h, c, kept = torch.zeros(1, 1), torch.ones(1, 1), []
    bias = torch.tensor([-20.0, forget_bias, 0.0, 0.0])  # i ≈ 0: nothing is written, what is kept of c?
    for _ in range(60):
        h, c, _ = lstm_cell(torch.zeros(1, 1), h, c, torch.zeros(4, 1), torch.zeros(4, 1), bias)
        kept.append(c.item())
    plt.semilogy(kept, label=f"bias of the forget gate: {forget_bias:g}")
plt.xlabel("step")
plt.ylabel("what is left of c")
plt.legend()
plt.show()
