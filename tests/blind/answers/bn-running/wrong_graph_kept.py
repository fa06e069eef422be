"""The running statistics are computed from the batch without detach, so they stay in the graph of the input."""
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
        if not self.training:
            return self.weight * (x - self.running_mean) / torch.sqrt(self.running_var + self.eps) + self.bias
        N = x.shape[0]
        if N < 2:
            raise ValueError("one sample has no variance")
        mu, var = x.mean(0), x.var(0, unbiased=False)
        self.num_batches_tracked += 1
        m = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * mu
        self.running_var = (1 - m) * self.running_var + m * var * N / (N - 1)
        return self.weight * (x - mu) / torch.sqrt(var + self.eps) + self.bias
