import torch


def bernoulli_and_lerp():
    """Bernoulli draw; in evaluation the same line as in training with survival 1."""

    def stochastic_depth(x, residual_fn, survival, training=True, keep=None, generator=None):
        s = survival if training else 1.0
        alive = True if not training else keep
        if alive is None:
            alive = bool(torch.bernoulli(torch.tensor(float(s)), generator=generator))
        return torch.add(x, residual_fn(x), alpha=1 / s) if alive else x

    def linear_survival(L, p_last=0.5):
        return torch.linspace(1, p_last, L + 1, dtype=torch.float64)[1:].tolist()

    return {"stochastic_depth": stochastic_depth, "linear_survival": linear_survival}


def drop_when_above():
    """Drops when a uniform draw exceeds survival; the schedule by accumulation."""

    def stochastic_depth(x, residual_fn, survival, training=True, keep=None, generator=None):
        if training:
            dropped = torch.rand(1, generator=generator)[0] >= survival if keep is None else not keep
            if dropped:
                return x + 0
        f = residual_fn(x)
        return x + (f / survival if training else f)

    def linear_survival(L, p_last=0.5):
        step, found = (1 - p_last) / L, []
        for _block in range(L):
            found.append((found[-1] if found else 1.0) - step)
        return found

    return {"stochastic_depth": stochastic_depth, "linear_survival": linear_survival}
