"""Entries None are left out of the returned lists, which shifts the rest."""
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    present = [g for g in grads if g is not None]
    if not present:
        return [], torch.tensor(0.0)
    total = torch.cat([g.reshape(-1) for g in present]).norm()
    coef = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    return [coef * g for g in present], total


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    return [g.clamp(-c, c) for g in grads if g is not None]
