import torch
from torch import Tensor


# %% answer
class BatchNorm1d(torch.nn.Module):
    """Batch normalisation of (N, D) inputs with running statistics.

    Graded, as in PyTorch: running ← (1 − momentum) · running + momentum · batch, with the unbiased batch variance for
    running_var; in training the batch is normalised with its own mean and biased variance, in eval mode with the running
    statistics, which stay as they are. Parameters weight (1), bias (0); buffers running_mean (0), running_var (1),
    num_batches_tracked (0). momentum=None: plain average over all batches. One sample in training raises ValueError.
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float | None = 0.1):
        ### BEGIN SOLUTION
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = torch.nn.Parameter(torch.ones(num_features))
        self.bias = torch.nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        ### BEGIN SOLUTION
        if self.training:
            if len(x) < 2:
                raise ValueError(f"training needs more than one sample, got an input of shape {tuple(x.shape)}")
            mean, var = x.mean(0), x.var(0, unbiased=False)  # (D,) each
            with torch.no_grad():
                self.num_batches_tracked += 1
                # momentum=None: m = 1/k for batch number k
                m = self.momentum if self.momentum is not None else 1 / int(self.num_batches_tracked)
                # running ← (1 − m) running + m batch
                self.running_mean.mul_(1 - m).add_(mean, alpha=m)
                # with the unbiased variance, N/(N − 1) σ²
                self.running_var.mul_(1 - m).add_(var * (len(x) / (len(x) - 1)), alpha=m)
        else:
            mean, var = self.running_mean, self.running_var
        # y = γ (x − mean) / √(var + ε) + β
        return self.weight * (x - mean) / torch.sqrt(var + self.eps) + self.bias
        ### END SOLUTION


# %% example
bn = BatchNorm1d(2).double()
x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
bn(x)
example("running mean", bn.running_mean, torch.tensor([0.3, 0.4], dtype=torch.float64))
example("running variance", bn.running_var, torch.tensor([1.3, 2.1], dtype=torch.float64))
with torch.no_grad():
    bn.weight.copy_(torch.tensor([2.0, 1.0]))
    bn.bias.copy_(torch.tensor([0.0, -1.0]))
bn.eval()
example(
    "eval",
    bn(x).detach(),
    torch.tensor([[1.227876504, 0.1041022661], [4.736095089, 0.1041022661], [8.244313673, 4.244485764]], dtype=torch.float64),
)

# %% plot
import matplotlib.pyplot as plt

bn, means, variances = BatchNorm1d(1), [], []
for _ in range(60):
    bn(2 * torch.randn(16, 1) + 5)
    means.append(bn.running_mean.item())
    variances.append(bn.running_var.item())
plt.plot(means, label="running mean (batches: 5)")
plt.plot(variances, label="running variance (batches: 4)")
plt.xlabel("batch")
plt.legend()
plt.show()
