"""Norm of the stacked norms; coefficient clamped to 1."""
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    norms = [torch.linalg.vector_norm(g) for g in grads if g is not None]
    if not norms:
        return list(grads), torch.tensor(0.0)
    total = torch.linalg.vector_norm(torch.stack(norms))
    coef = (max_norm / (total + 1e-6)).clamp(max=1.0)
    return [None if g is None else g * coef for g in grads], total


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    return [None if g is None else g.clamp(-c, c) for g in grads]
