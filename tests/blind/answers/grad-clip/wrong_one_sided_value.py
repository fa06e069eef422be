"""clip_grad_value cuts only above c; very negative entries stay."""
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    norms = [g.norm() for g in grads if g is not None]
    total = torch.stack(norms).norm() if norms else torch.tensor(0.0)
    coef = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    return [None if g is None else coef * g for g in grads], total


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    out = []
    for g in grads:
        out.append(None if g is None else torch.where(g > c, torch.full_like(g, c), g))
    return out
