"""Fills the positive and the negative entries separately; sigma(x) sigma(-x)."""
def sigmoid(x: Tensor) -> Tensor:
    out = torch.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + torch.exp(-x[positive]))
    grown = torch.exp(x[~positive])
    out[~positive] = grown / (grown + 1)
    return out


def dsigmoid(x: Tensor) -> Tensor:
    return sigmoid(x) * sigmoid(-x)
