import torch
from torch import Tensor


# %% answer
def soft_cross_entropy(logits: Tensor, q: Tensor) -> Tensor:
    """Return the mean over samples of sum_k q[n, k] * (lse(z_n) - z[n, k]), for logits [N, K] and targets q [N, K]; a 0-d tensor.

    The rows of q are probabilities and sum to 1. The result is finite for logits up to ±1e4.
    """
    ### BEGIN SOLUTION
    z = logits - logits.amax(dim=1, keepdim=True)
    lse = torch.log(torch.exp(z).sum(dim=1, keepdim=True))  # (N, 1)
    # L = 1/N Σ_n Σ_k q_nk (lse(z_n) − z_nk)
    return (q * (lse - z)).sum(dim=1).mean()
    ### END SOLUTION


# %% example
logits = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 0.0, 0.0]])
q = torch.tensor([[0.025, 0.025, 0.925, 0.025], [0.925, 0.025, 0.025, 0.025]])
example("soft cross-entropy", soft_cross_entropy(logits, q), torch.tensor(0.9904713262))
example("certain target", soft_cross_entropy(logits[1:], torch.tensor([[1.0, 0.0, 0.0, 0.0]])), torch.tensor(0.3407529539))

# %% plot
import matplotlib.pyplot as plt

# Two classes: the loss over the gap of the logits. A certain target pulls the gap to infinity, a soft one stops it at ln(q/(1 − q)).
gaps = torch.linspace(-2, 8, 101)
for share in (1.0, 0.95, 0.8, 0.5):
    q = torch.tensor([[share, 1 - share]])
    plt.plot(gaps, [soft_cross_entropy(torch.tensor([[float(g), 0.0]]), q) for g in gaps], label=f"q = {share}")
plt.xlabel("gap of the logits")
plt.ylabel("loss")
plt.legend()
plt.show()
