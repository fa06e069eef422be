"""A loop over the channels with torch.stack."""
def bn2d_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> Tensor:
    done = []
    for c, plane in enumerate(x.unbind(dim=1)):
        mu = plane.mean()
        s2 = plane.var(unbiased=False)
        done.append((plane - mu) * (gamma[c] / torch.sqrt(s2 + eps)) + beta[c])
    return torch.stack(done, dim=1)
