import torch


def own_sigmoid():
    """2σ(2x) − 1 with a sigmoid of one's own; the derivative from it."""

    def sigmoid(x):
        return 1 / (1 + torch.exp(-x))

    def tanh(x):
        return 2 * sigmoid(2 * x) - 1

    def dtanh(x):
        return 4 * sigmoid(2 * x) * sigmoid(-2 * x)

    return {"tanh": tanh, "dtanh": dtanh}


def exponential_of_minus_two_x():
    """Sign times (1 − e)/(1 + e); derivative 1/cosh² written with exponentials of −|x|."""

    def tanh(x):
        e = torch.exp(-2 * torch.abs(x))
        return torch.sign(x) * (1 - e) / (1 + e)

    def dtanh(x):
        e = torch.exp(-2 * torch.abs(x))
        return 4 * e / torch.square(1 + e)

    return {"tanh": tanh, "dtanh": dtanh}
