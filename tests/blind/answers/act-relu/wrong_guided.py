"""The backward pass applies the ReLU to the gradient as well (guided backprop), so negative dy is lost."""
def relu(x: Tensor) -> Tensor:
    return x.clamp(min=0)


def relu_backward(dy: Tensor, x: Tensor) -> Tensor:
    return relu(dy) * (x > 0)


def dead_fraction(H: Tensor) -> float:
    return (H == 0).all(dim=0).float().mean().item()
