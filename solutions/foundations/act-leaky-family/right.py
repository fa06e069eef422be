import math

import torch


def where():
    """where, with the exponential kept below 0; erfc."""

    def leaky_relu(x, slope=0.01):
        return torch.where(x >= 0, x, x * slope)

    def elu(x, alpha=1.0):
        return torch.where(x >= 0, x, alpha * torch.expm1(torch.minimum(x, torch.zeros_like(x))))

    def gelu(x):
        return 0.5 * x * torch.erfc(-x * math.sqrt(0.5))

    return {"leaky_relu": leaky_relu, "elu": elu, "gelu": gelu}


def masks():
    """Arithmetic with masks, and |x|."""

    def leaky_relu(x, slope=0.01):
        return x * ((x > 0).to(x.dtype) + slope * (x <= 0).to(x.dtype))

    def elu(x, alpha=1.0):
        negative = 0.5 * (x - x.abs())
        return (x - negative) + torch.expm1(negative).mul(alpha)

    def gelu(x):
        return x.mul(0.5) + x.mul(0.5) * torch.erf(x * 2**-0.5)

    return {"leaky_relu": leaky_relu, "elu": elu, "gelu": gelu}
