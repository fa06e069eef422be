"""logsumexp keeps the reduced dimension."""
def softmax(x: Tensor, dim: int = -1) -> Tensor:
    e = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    m = x.amax(dim=dim, keepdim=True)
    return m + torch.exp(x - m).sum(dim=dim, keepdim=True).log()
