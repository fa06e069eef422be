"""Shift by the (finite) maximum along dim, then exponentials."""
def _shift(x, dim):
    m = x.amax(dim=dim, keepdim=True)
    return torch.where(torch.isfinite(m), m, torch.zeros_like(m))


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    e = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    m = _shift(x, dim)
    total = torch.exp(x - m).sum(dim=dim, keepdim=True)
    return (m + total.log()).squeeze(dim)
