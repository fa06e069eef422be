"""Two formulas."""
def nag_step(w: Tensor, a: Tensor, grad_fn: Callable[[Tensor], Tensor], lr: float, beta: float) -> tuple[Tensor, Tensor]:
    g = grad_fn(w - lr * beta * a)
    a_new = beta * a + g
    return w - lr * a_new, a_new
