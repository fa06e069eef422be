"""Updates the accumulation a in place, so the caller's tensor is damaged."""
def nag_step(w: Tensor, a: Tensor, grad_fn: Callable[[Tensor], Tensor], lr: float, beta: float) -> tuple[Tensor, Tensor]:
    g = grad_fn(w - lr * beta * a)
    a_new = a.mul_(beta).add_(g)
    return w - lr * a_new, a_new
