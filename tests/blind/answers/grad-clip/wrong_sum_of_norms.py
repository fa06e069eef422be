"""The total is the sum of the norms of the tensors, not the root of the sum of their squares."""
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    norms = [g.norm() for g in grads if g is not None]
    if not norms:
        return list(grads), torch.tensor(0.0)
    total = torch.stack(norms).sum()
    coef = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    return [None if g is None else coef * g for g in grads], total


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    return [None if g is None else g.clamp(-c, c) for g in grads]
