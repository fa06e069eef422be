"""The running mean is subtracted without the factor a: a b - rm + beta."""
def fold_bn(W: Tensor, b: Tensor | None, gamma: Tensor, beta: Tensor, rm: Tensor, rv: Tensor, eps: float = 1e-5) -> tuple[Tensor, Tensor]:
    a = gamma / torch.sqrt(rv + eps)
    if b is None:
        b = torch.zeros_like(beta)
    return W * a[:, None], a * b - rm + beta
