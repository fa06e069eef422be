"""Only the tensors whose own norm is above max_norm are scaled, so the direction changes and the global norm stays too long."""
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    norms = [g.norm() for g in grads if g is not None]
    if not norms:
        return list(grads), torch.tensor(0.0)
    total = torch.stack(norms).norm()
    coef = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    clipped = [g if g is None or g.norm() <= max_norm else g * coef for g in grads]
    return clipped, total


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    return [g if g is None else torch.clamp(g, min=-c, max=c) for g in grads]
