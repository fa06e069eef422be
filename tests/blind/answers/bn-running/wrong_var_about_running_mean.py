"""The variance for running_var is taken about the running mean instead of the batch mean."""
class BatchNorm1d(torch.nn.Module):
    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float | None = 0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = torch.nn.Parameter(torch.ones(num_features))
        self.bias = torch.nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0, dtype=torch.long))

    def forward(self, x: Tensor) -> Tensor:
        if self.training:
            N = x.shape[0]
            if N == 1:
                raise ValueError("batch norm needs more than one sample")
            mu, var = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.num_batches_tracked += 1
                m = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
                self.running_mean.mul_(1 - m).add_(mu, alpha=m)
                spread = (x - self.running_mean).square().sum(0) / (N - 1)
                self.running_var.mul_(1 - m).add_(spread, alpha=m)
        else:
            mu, var = self.running_mean, self.running_var
        return self.weight * ((x - mu) / torch.sqrt(var + self.eps)) + self.bias
