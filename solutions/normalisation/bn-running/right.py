import torch


def lerp_in_place():
    """lerp_ on the buffers, var_mean, rsqrt."""

    class BatchNorm1d(torch.nn.Module):
        def __init__(self, num_features, eps=1e-5, momentum=0.1):
            super().__init__()
            self.eps, self.momentum = eps, momentum
            for name, value in (("running_mean", 0.0), ("running_var", 1.0)):
                self.register_buffer(name, torch.full((num_features,), value))
            self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.long))
            self.weight = torch.nn.Parameter(torch.ones(num_features))
            self.bias = torch.nn.Parameter(torch.zeros(num_features))

        def forward(self, x):
            n = x.size(0)
            if not self.training:
                scale = self.weight * torch.rsqrt(self.running_var + self.eps)
                return x * scale + (self.bias - self.running_mean * scale)
            if n == 1:
                raise ValueError("expected more than one sample")
            var, mean = torch.var_mean(x, 0, correction=0)
            with torch.no_grad():
                self.num_batches_tracked.add_(1)
                rate = 1.0 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
                self.running_mean.lerp_(mean, rate)
                self.running_var.lerp_(var * n / (n - 1), rate)
            return (x - mean) * torch.rsqrt(var + self.eps) * self.weight + self.bias

    return BatchNorm1d


def buffers_reassigned():
    """New tensors assigned to registered buffers, detached; x.var() for the stored variance."""

    class BatchNorm1d(torch.nn.Module):
        def __init__(self, num_features, eps=1e-5, momentum=0.1):
            super().__init__()
            self.eps = eps
            self.momentum = momentum
            self.weight, self.bias = torch.nn.Parameter(torch.ones(num_features)), torch.nn.Parameter(torch.zeros(num_features))
            self.register_buffer("running_mean", torch.zeros(num_features))
            self.register_buffer("running_var", torch.ones(num_features))
            self.register_buffer("num_batches_tracked", torch.tensor(0, dtype=torch.int64))

        def forward(self, x):
            if self.training and x.shape[0] == 1:
                raise ValueError("one sample")
            if self.training:
                mean = x.sum(0) / len(x)
                var = ((x - mean) ** 2).sum(0) / len(x)
                seen = int(self.num_batches_tracked)
                old, new = (seen / (seen + 1), 1 / (seen + 1)) if self.momentum is None else (1 - self.momentum, self.momentum)
                self.running_mean = (old * self.running_mean + new * mean).detach()
                self.running_var = (old * self.running_var + new * x.var(0)).detach()
                self.num_batches_tracked = self.num_batches_tracked + 1
            else:
                mean, var = self.running_mean, self.running_var
            return self.weight * ((x - mean) / (var + self.eps) ** 0.5) + self.bias

    return BatchNorm1d


def plain_attributes_with_their_own_state_dict():
    """Plain attributes that the module saves, loads and moves by itself."""

    class BatchNorm1d(torch.nn.Module):
        def __init__(self, num_features, eps=1e-5, momentum=0.1):
            super().__init__()
            self.eps, self.momentum = eps, momentum
            self.weight = torch.nn.Parameter(torch.ones(num_features))
            self.bias = torch.nn.Parameter(torch.zeros(num_features))
            self.running_mean, self.running_var = torch.zeros(num_features), torch.ones(num_features)
            self.num_batches_tracked = torch.tensor(0)

        def _apply(self, fn, recurse=True):
            super()._apply(fn, recurse)
            self.running_mean, self.running_var = fn(self.running_mean), fn(self.running_var)
            return self

        def state_dict(self, *args, **kwargs):
            own = {key: getattr(self, key) for key in ("running_mean", "running_var", "num_batches_tracked")}
            return {**super().state_dict(*args, **kwargs), **own}

        def load_state_dict(self, state, strict=True, assign=False):
            with torch.no_grad():
                for key, value in state.items():
                    getattr(self, key).copy_(value)

        def forward(self, x):
            mean, var = self.running_mean, self.running_var
            if self.training:
                if len(x) < 2:
                    raise ValueError("one sample")
                mean, var = x.mean(0), x.var(0, unbiased=False)
                m = self.momentum if self.momentum is not None else 1 / (1 + int(self.num_batches_tracked))
                self.running_mean = self.running_mean + m * (mean.detach() - self.running_mean)
                self.running_var = self.running_var + m * (x.detach().var(0) - self.running_var)
                self.num_batches_tracked += 1
            return self.weight * (x - mean) * (var + self.eps).rsqrt() + self.bias

    return BatchNorm1d
