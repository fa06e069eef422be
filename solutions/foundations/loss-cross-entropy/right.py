import torch


def onehot():
    """Log-probabilities times one-hot rows."""

    def cross_entropy(logits, y):
        shifted = logits - logits.max(1, keepdim=True).values
        logp = shifted - torch.log(torch.sum(torch.exp(shifted), 1, keepdim=True))
        return -(torch.eye(logits.shape[1], dtype=logits.dtype)[y] * logp).sum() / len(y)

    def cross_entropy_grad(logits, y):
        shifted = logits - logits.max(1, keepdim=True).values
        logp = shifted - torch.log(torch.sum(torch.exp(shifted), 1, keepdim=True))
        return (torch.exp(logp) - torch.eye(logits.shape[1], dtype=logits.dtype)[y]).div(len(y))

    return {"cross_entropy": cross_entropy, "cross_entropy_grad": cross_entropy_grad}


def index_arithmetic():
    """Advanced indexing; the gradient in place on a copy of the probabilities."""

    def lse(z):
        m = z.amax(1)
        return m + (z - m[:, None]).exp().sum(1).log()

    def cross_entropy(logits, y):
        return torch.mean(lse(logits) - logits[torch.arange(len(y)), y])

    def cross_entropy_grad(logits, y):
        p = torch.exp(logits - lse(logits)[:, None])
        p[torch.arange(len(y)), y] -= 1
        return p / len(y)

    return {"cross_entropy": cross_entropy, "cross_entropy_grad": cross_entropy_grad}
