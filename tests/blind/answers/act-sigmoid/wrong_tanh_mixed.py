"""The derivative is s (1 - s^2), mixed up with the 1 - y^2 of tanh."""
def sigmoid(x: Tensor) -> Tensor:
    e = torch.exp(-torch.abs(x))
    return torch.where(x < 0, e, torch.ones_like(x)) / (1 + e)


def dsigmoid(x: Tensor) -> Tensor:
    s = sigmoid(x)
    return s * (1 - s**2)
