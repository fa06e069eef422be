"""lse minus the expected logit: sum_k q lse - sum_k q z, after the largest logit of each row is taken out."""
def soft_cross_entropy(logits: Tensor, q: Tensor) -> Tensor:
    z = logits - logits.amax(dim=1, keepdim=True)
    lse = z.exp().sum(dim=1).log()
    return (q.sum(dim=1) * lse - (q * z).sum(dim=1)).mean()
