"""where on x <= 0 so that NaN passes; counts of zeros per column."""
def relu(x: Tensor) -> Tensor:
    return torch.where(x <= 0, torch.zeros_like(x), x)


def relu_backward(dy: Tensor, x: Tensor) -> Tensor:
    return torch.where(x > 0, dy, torch.zeros_like(dy))


def dead_fraction(H: Tensor) -> float:
    zeros = (H == 0).sum(dim=0)
    dead = int((zeros == H.shape[0]).sum())
    return dead / H.shape[1]
