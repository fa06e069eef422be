import torch
from torch import Tensor


# %% answer
def smooth_labels(y: Tensor, K: int, eps: float = 0.1) -> Tensor:
    """Return the targets (1 - eps) * onehot(y) + eps / K, [N, K], for class numbers y [N].

    eps is the amount of smoothing; it is spread over all K classes, the true one included. The result has PyTorch's default
    floating-point type and lies on the device of y.
    """
    ### BEGIN SOLUTION
    onehot = (y[:, None] == torch.arange(K, device=y.device)).to(torch.get_default_dtype())  # (N, K)
    # q = (1 − ε) onehot(y) + ε/K
    return (1 - eps) * onehot + eps / K
    ### END SOLUTION


# %% example
wanted = torch.tensor([[0.025, 0.025, 0.925, 0.025], [0.925, 0.025, 0.025, 0.025]])
example("smoothed labels", smooth_labels(torch.tensor([2, 0]), 4, 0.1), wanted)

# %% plot
import matplotlib.pyplot as plt

# The gap between the true logit and the others at which training comes to rest: ln((1 − ε + ε/K) / (ε/K)).
eps = torch.linspace(0.01, 0.5, 50)
for K in (2, 10, 1000):
    rows = [smooth_labels(torch.tensor([0]), K, float(e))[0] for e in eps]
    plt.plot(eps, [torch.log(q[0] / q[1]) for q in rows], label=f"K = {K}")
plt.xlabel("ε")
plt.ylabel("best gap of the logits")
plt.legend()
plt.show()
