"""The derivative e^-x / (1 + e^-x)^2 is written without |x| and is inf / inf for very negative x."""
def sigmoid(x: Tensor) -> Tensor:
    return 1 / (1 + torch.exp(-x))


def dsigmoid(x: Tensor) -> Tensor:
    e = torch.exp(-x)
    return e / (1 + e) ** 2
