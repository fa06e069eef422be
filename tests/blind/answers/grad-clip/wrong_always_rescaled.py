"""The minimum with 1 is missing, so short gradients are lengthened to max_norm."""
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    squares = [g.pow(2).sum() for g in grads if g is not None]
    if not squares:
        return list(grads), torch.tensor(0.0)
    total = torch.stack(squares).sum().sqrt()
    coef = max_norm / (total + 1e-6)
    return [None if g is None else coef * g for g in grads], total


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    return [None if g is None else g.clamp(-c, c) for g in grads]
