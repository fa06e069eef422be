"""dead_fraction looks for rows (samples) that are all zero instead of columns (units)."""
def relu(x: Tensor) -> Tensor:
    return torch.maximum(x, torch.zeros_like(x))


def relu_backward(dy: Tensor, x: Tensor) -> Tensor:
    dx = dy.clone()
    dx[x <= 0] = 0
    return dx


def dead_fraction(H: Tensor) -> float:
    dead = [bool((unit == 0).all()) for unit in H]
    return sum(dead) / len(dead)
