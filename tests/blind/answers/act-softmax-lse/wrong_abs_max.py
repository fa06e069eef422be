"""The shift is the largest absolute value, so very negative logits underflow to 0 / 0."""
def softmax(x: Tensor, dim: int = -1) -> Tensor:
    finite = torch.where(x.isinf(), torch.zeros_like(x), x)
    m = finite.abs().amax(dim=dim, keepdim=True)
    e = torch.exp(x - m)
    return e / e.sum(dim=dim, keepdim=True)


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    finite = torch.where(x.isinf(), torch.zeros_like(x), x)
    m = finite.abs().amax(dim=dim, keepdim=True)
    return (m + torch.exp(x - m).sum(dim=dim, keepdim=True).log()).squeeze(dim)
