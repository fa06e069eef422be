"""Buffers updated with copy under no_grad, one helper for the affine part."""
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
            return self._affine(x, self.running_mean, self.running_var)
        n = x.shape[0]
        if n < 2:
            raise ValueError("more than one sample is needed in training")
        mu = x.mean(0)
        var = ((x - mu) ** 2).mean(0)
        with torch.no_grad():
            self.num_batches_tracked += 1
            m = 1.0 / int(self.num_batches_tracked) if self.momentum is None else self.momentum
            self.running_mean.copy_((1 - m) * self.running_mean + m * mu)
            self.running_var.copy_((1 - m) * self.running_var + m * var * n / (n - 1))
        return self._affine(x, mu, var)

    def _affine(self, x, mu, var):
        return self.weight * (x - mu) / torch.sqrt(var + self.eps) + self.bias
