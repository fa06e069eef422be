"""relu multiplies x with the indicator, so that minus infinity gives NaN instead of 0."""
def relu(x: Tensor) -> Tensor:
    return x * (x > 0)


def relu_backward(dy: Tensor, x: Tensor) -> Tensor:
    return dy * (x > 0)


def dead_fraction(H: Tensor) -> float:
    return float((H.abs().sum(dim=0) == 0).double().mean())
