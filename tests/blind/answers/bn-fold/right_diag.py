"""Matrix product with diag(a), bias by a separate branch."""
def fold_bn(W: Tensor, b: Tensor | None, gamma: Tensor, beta: Tensor, rm: Tensor, rv: Tensor, eps: float = 1e-5) -> tuple[Tensor, Tensor]:
    a = (rv + eps).rsqrt().mul(gamma)
    shift = beta.clone()
    shift -= a * rm
    if b is not None:
        shift += a * b
    return torch.diag(a).matmul(W), shift
