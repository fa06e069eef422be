"""softmax ignores dim when it sums the denominator and always sums over the last axis."""
def softmax(x: Tensor, dim: int = -1) -> Tensor:
    e = (x - x.amax(dim=dim, keepdim=True)).exp()
    return e / e.sum(-1, keepdim=True)


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    m = x.amax(dim=dim)
    return m + (x - m.unsqueeze(dim)).exp().sum(dim).log()
