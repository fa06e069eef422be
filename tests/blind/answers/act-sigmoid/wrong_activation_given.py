"""dsigmoid treats its argument as the activation and returns x (1 - x)."""
def sigmoid(x: Tensor) -> Tensor:
    e = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))


def dsigmoid(x: Tensor) -> Tensor:
    return x * (1 - x)
