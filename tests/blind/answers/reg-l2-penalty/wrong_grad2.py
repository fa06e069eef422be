"""Gradient with a factor 2."""
def l2_penalty(params: Iterable[Tensor], alpha: float) -> Tensor:
    total = torch.tensor(0.0)
    for p in params:
        total = total + (p**2).sum()
    return alpha / 2 * total


def l2_grad(w: Tensor, alpha: float) -> Tensor:
    return 2 * alpha * w
