"""The logits are clamped to [-50, 50] against overflow instead of shifted."""
def softmax(x: Tensor, dim: int = -1) -> Tensor:
    e = torch.exp(x.clamp(-50, 50))
    return e / e.sum(dim=dim, keepdim=True)


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    return torch.log(torch.exp(x.clamp(-50, 50)).sum(dim=dim))
