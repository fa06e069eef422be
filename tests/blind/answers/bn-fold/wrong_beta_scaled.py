"""beta is inside the bracket that a multiplies."""
def fold_bn(W: Tensor, b: Tensor | None, gamma: Tensor, beta: Tensor, rm: Tensor, rv: Tensor, eps: float = 1e-5) -> tuple[Tensor, Tensor]:
    a = gamma * torch.rsqrt(rv + eps)
    b = torch.zeros_like(rm) if b is None else b
    return a.reshape(-1, 1) * W, a * (b - rm + beta)
