"""Row scaling by broadcasting."""
def fold_bn(W: Tensor, b: Tensor | None, gamma: Tensor, beta: Tensor, rm: Tensor, rv: Tensor, eps: float = 1e-5) -> tuple[Tensor, Tensor]:
    a = gamma / torch.sqrt(rv + eps)
    if b is None:
        b = torch.zeros_like(rm)
    return a[:, None] * W, a * (b - rm) + beta
