import torch


def own_log_softmax():
    """Log-softmax, then an inner product by einsum."""

    def soft_cross_entropy(logits, q):
        shifted = logits - logits.max(dim=-1, keepdim=True).values
        log_p = shifted - shifted.exp().sum(-1, keepdim=True).log()
        return -torch.einsum("nk,nk->", q, log_p) / logits.shape[0]

    return soft_cross_entropy


def lse_minus_inner_product():
    """lse(z) − Σ q z: the same where the rows of q sum to 1."""

    def soft_cross_entropy(logits, q):
        m = logits.amax(1)
        z = logits - m[:, None]
        return (z.exp().sum(1).log() - (q * z).sum(1)).mean()

    return soft_cross_entropy
