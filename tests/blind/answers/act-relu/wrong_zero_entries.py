"""dead_fraction is the share of zero entries, not of columns that are zero for all samples."""
def relu(x: Tensor) -> Tensor:
    return torch.maximum(x, torch.zeros_like(x))


def relu_backward(dy: Tensor, x: Tensor) -> Tensor:
    return dy * (x > 0)


def dead_fraction(H: Tensor) -> float:
    N, D = H.shape
    return (H == 0).sum().item() / (N * D)
