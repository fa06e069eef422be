"""x is clamped to [-6, 6] for stability, so everything beyond is 0.0025 or 0.9975."""
def sigmoid(x: Tensor) -> Tensor:
    x = x.clamp(-6.0, 6.0)
    return 1 / (1 + torch.exp(-x))


def dsigmoid(x: Tensor) -> Tensor:
    s = sigmoid(x)
    return s * (1 - s)
