import torch
from torch import Tensor


# %% answer
def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    """Return the mean over samples of lse(z_n) - z_{n, y_n}, for logits [N, K] and classes y [N]; a 0-d tensor."""
    ### BEGIN SOLUTION
    z = logits - logits.amax(dim=1, keepdim=True)
    lse = torch.log(torch.exp(z).sum(dim=1))  # (N,)
    # L = 1/N Σ (lse(z_n) − z_{n, y_n})
    return (lse - z.gather(1, y[:, None])[:, 0]).mean()
    ### END SOLUTION


def cross_entropy_grad(logits: Tensor, y: Tensor) -> Tensor:
    """Return the gradient of the mean cross-entropy with respect to the logits, [N, K]."""
    ### BEGIN SOLUTION
    e = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    p = e / e.sum(dim=1, keepdim=True)
    onehot = (y[:, None] == torch.arange(logits.shape[1], device=y.device)).to(p.dtype)
    # ∂L/∂z = (softmax(z) − onehot(y)) / N
    return (p - onehot) / len(logits)
    ### END SOLUTION


# %% example
logits, y = torch.tensor([[2.0, 1.0, 0.0], [0.0, 1.0, 3.0]]), torch.tensor([0, 1])
example("loss", cross_entropy(logits, y), torch.tensor(1.288725992))
wanted = torch.tensor([[-0.1673795221, 0.1223642355, 0.04501528659], [0.02100503307, -0.4429024003, 0.4218973672]])
example("gradient", cross_entropy_grad(logits, y), wanted)
