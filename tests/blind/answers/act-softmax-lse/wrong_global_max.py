"""The maximum of the whole tensor is taken out instead of the maximum along dim, so rows that are much smaller underflow to 0 / 0."""
def softmax(x: Tensor, dim: int = -1) -> Tensor:
    e = torch.exp(x - x.max())
    return e / e.sum(dim=dim, keepdim=True)


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    m = x.max()
    return m + torch.log(torch.exp(x - m).sum(dim=dim))
