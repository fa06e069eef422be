"""By the displacement: look-ahead point, then the rest of the way."""
def nag_step(w: Tensor, a: Tensor, grad_fn: Callable[[Tensor], Tensor], lr: float, beta: float) -> tuple[Tensor, Tensor]:
    inertia = a.mul(beta)
    ahead = torch.add(w, inertia, alpha=-lr)
    slope = grad_fn(ahead.clone())
    inertia = inertia + slope
    return torch.sub(ahead, slope, alpha=lr), inertia
