"""List of dot products."""
def l2_penalty(params: Iterable[Tensor], alpha: float) -> Tensor:
    squares = [torch.dot(p.reshape(-1), p.reshape(-1)) for p in params]
    if not squares:
        return torch.zeros(())
    return sum(squares[1:], squares[0]) * (0.5 * alpha)


def l2_grad(w: Tensor, alpha: float) -> Tensor:
    return w.detach().clone().mul_(alpha)
