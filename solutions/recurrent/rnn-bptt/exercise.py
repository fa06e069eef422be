import torch
from torch import Tensor


# %% given
def rnn_forward(xs: Tensor, h0: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> Tensor:
    """The states h_1 … h_T of a vanilla RNN, (T, B, H), for xs (T, B, D)."""
    hs, h = [], h0
    for x in xs:
        h = torch.tanh(x @ Wx.T + h @ Wh.T + b)
        hs.append(h)
    return torch.stack(hs)


# %% answer
def rnn_backward(xs: Tensor, hs: Tensor, h0: Tensor, Wx: Tensor, Wh: Tensor, dhs: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Backpropagation through time. Returns (dWx, dWh, db, dh0).

    xs (T, B, D), hs (T, B, H) = h_1 … h_T, h0 (B, H), dhs (T, B, H) = what reaches h_t from outside at each step.
    Graded: sums over all steps and the batch; no autograd.
    """
    ### BEGIN SOLUTION
    dWx, dWh, db = torch.zeros_like(Wx), torch.zeros_like(Wh), h0.new_zeros(h0.shape[1])
    n = torch.zeros_like(h0)  # what comes back from later steps
    for t in reversed(range(len(xs))):
        # a_t = (dh_t + n) ⊙ (1 − h_t²)
        a = (dhs[t] + n) * (1 - hs[t] ** 2)  # (B, H)
        # dWx = Σ a_tᵀ x_t,  dWh = Σ a_tᵀ h_{t−1},  db = Σ a_t
        dWx = dWx + a.T @ xs[t]
        dWh = dWh + a.T @ (hs[t - 1] if t else h0)
        db = db + a.sum(0)
        # n ← a_t Wh
        n = a @ Wh
    return dWx, dWh, db, n
    ### END SOLUTION


# %% example
def number(*values):
    return torch.tensor(values, dtype=torch.float64).reshape(-1, 1, 1)


Wx, Wh, h0 = number(1.0)[0], number(0.5)[0], number(0.0)[0]
xs = number(1, 0)
hs = rnn_forward(xs, h0, Wx, Wh, torch.zeros(1, dtype=torch.float64))
dWx, dWh, db, dh0 = rnn_backward(xs, hs, h0, Wx, Wh, number(0, 1))
example("dWx", dWx, number(0.1822564361)[0])
example("dWh", dWh, number(0.6610186522)[0])
example("dh0", dh0, number(0.09112821806)[0])

# %% plot
import matplotlib.pyplot as plt

for scale in (0.6, 1.0, 1.8):
    Wh = scale * torch.linalg.qr(torch.randn(16, 16, generator=torch.Generator().manual_seed(0)))[0]
    sizes = []
    for T in range(1, 31):
        hs = rnn_forward(0.1 * torch.randn(T, 1, 4), torch.zeros(1, 16), 0.1 * torch.randn(16, 4), Wh, torch.zeros(16))
        dhs = torch.zeros(T, 1, 16)
        dhs[-1] = 1.0
        sizes.append(rnn_backward(torch.zeros(T, 1, 4), hs, torch.zeros(1, 16), torch.zeros(16, 4), Wh, dhs)[3].norm())
    plt.semilogy(range(1, 31), sizes, label=f"singular values of Wh: {scale}")
plt.xlabel("steps back")
plt.ylabel("size of dh0")
plt.legend()
plt.show()
