"""W and b are scaled in place, so the arguments are changed."""
def fold_bn(W: Tensor, b: Tensor | None, gamma: Tensor, beta: Tensor, rm: Tensor, rv: Tensor, eps: float = 1e-5) -> tuple[Tensor, Tensor]:
    a = gamma / (rv + eps).sqrt()
    W *= a[:, None]
    if b is None:
        b = torch.zeros_like(rm)
    b -= rm
    b *= a
    b += beta
    return W, b
