import torch
from torch import Tensor


# %% answer
def cell_path_gradient(f: Tensor) -> Tensor:
    """∂c_T/∂c_t along the cell state for t = 0 … T, (T+1, B, H), from the forget gates f_1 … f_T, (T, B, H).

    Graded: the product of f_k over k > t; the last entry is 1. Gates may be exactly 0.
    """
    ### BEGIN SOLUTION
    # ∂c_T/∂c_t = ∏_{k>t} f_k: a cumulative product from the end
    products = f.flip(0).cumprod(dim=0).flip(0)  # (T, B, H)
    return torch.cat([products, torch.ones_like(f[:1])])
    ### END SOLUTION


def rnn_jacobian_norm(Wh: Tensor, hs: Tensor) -> Tensor:
    """Spectral norm of ∂h_T/∂h_0 of a vanilla RNN, a scalar tensor; hs (T, H) are the states h_1 … h_T of one sample."""
    ### BEGIN SOLUTION
    # ∂h_T/∂h_0 = diag(1−h_T²) Wh ⋯ diag(1−h_1²) Wh
    jacobian = torch.eye(len(Wh)).to(Wh)  # dtype and device of Wh
    for h in hs:
        jacobian = (1 - h**2)[:, None] * (Wh @ jacobian)  # (H, H)
    return torch.linalg.matrix_norm(jacobian, ord=2)
    ### END SOLUTION


# %% example
f = torch.tensor([0.9, 0.8, 0.5], dtype=torch.float64).reshape(3, 1, 1)
example("highway", cell_path_gradient(f).flatten(), torch.tensor([0.36, 0.4, 0.5, 1.0], dtype=torch.float64))
hundred = cell_path_gradient(torch.full((100, 1, 1), 0.9, dtype=torch.float64))
example("0.9 to the 100", hundred[0].flatten(), torch.tensor([2.656139889e-05], dtype=torch.float64))
Wh = torch.tensor([[0.0, 2.0], [1.0, 0.0]], dtype=torch.float64)
example("jacobian", float(rnn_jacobian_norm(Wh, torch.zeros(3, 2, dtype=torch.float64))), 4.0)

# %% plot
import matplotlib.pyplot as plt

steps = 100
for gate in (0.8, 0.9, 0.99):
    plt.semilogy(cell_path_gradient(torch.full((steps, 1, 1), gate)).flatten().flip(0), label=f"LSTM, f = {gate}")
for radius in (0.9, 1.1):
    norms = [rnn_jacobian_norm(radius * torch.eye(2), torch.zeros(t, 2)) for t in range(steps + 1)]
    plt.semilogy(norms, "--", label=f"linear RNN, radius {radius}")
plt.xlabel("steps back")
plt.ylabel("what is left of the gradient")
plt.legend()
plt.show()
