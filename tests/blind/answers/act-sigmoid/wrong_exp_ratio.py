"""sigmoid is e^x / (1 + e^x) for all x, which is NaN (inf / inf) for large positive x."""
def sigmoid(x: Tensor) -> Tensor:
    e = x.exp()
    return e / (1 + e)


def dsigmoid(x: Tensor) -> Tensor:
    e = torch.exp(-x.abs())
    return e / (1 + e).square()
