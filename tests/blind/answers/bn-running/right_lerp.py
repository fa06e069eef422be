"""lerp_ on the buffers with detached statistics; var_mean for both."""
class BatchNorm1d(torch.nn.Module):
    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float | None = 0.1):
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        for name, value in (("weight", torch.ones), ("bias", torch.zeros)):
            self.register_parameter(name, torch.nn.Parameter(value(num_features)))
        for name, value in (("running_mean", torch.zeros), ("running_var", torch.ones)):
            self.register_buffer(name, value(num_features))
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.int64))

    def _track(self, mean, unbiased):
        self.num_batches_tracked.add_(1)
        amount = self.momentum
        if amount is None:
            amount = 1.0 / self.num_batches_tracked.item()
        self.running_mean.lerp_(mean.to(self.running_mean), amount)
        self.running_var.lerp_(unbiased.to(self.running_var), amount)

    def forward(self, x: Tensor) -> Tensor:
        if self.training:
            if len(x) <= 1:
                raise ValueError(f"expected more than 1 sample in training, got {len(x)}")
            var, mean = torch.var_mean(x, dim=0, unbiased=True)
            self._track(mean.detach(), var.detach())
            var = var * ((len(x) - 1) / len(x))
        else:
            mean, var = self.running_mean, self.running_var
        scale = self.weight * torch.rsqrt(var + self.eps)
        return x * scale + (self.bias - mean * scale) if not self.training else (x - mean) * scale + self.bias
