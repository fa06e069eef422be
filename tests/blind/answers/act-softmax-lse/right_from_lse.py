"""log-sum-exp with max().values first, softmax as exp of the shifted logits minus their own lse."""
def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    top = x.max(dim=dim, keepdim=True).values
    top = top.masked_fill(top.isinf(), 0.0)
    return (x - top).exp().sum(dim).log() + top.squeeze(dim)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    z = x - x.max(dim=dim, keepdim=True).values
    return (z - logsumexp(z, dim).unsqueeze(dim)).exp()
