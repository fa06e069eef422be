import math

import torch


def build(leaky="both", smooth="expm1", cdf="erf"):
    """The three activations in these forms."""

    def leaky_relu(x, slope=0.01):
        return {
            "both": lambda: torch.where(x > 0, x, slope * x),
            "positive": lambda: torch.where(x > 0, slope * x, x),
            "max": lambda: torch.maximum(x, slope * x),
            "minus": lambda: torch.where(x > 0, x, -slope * x),
            "fixed": lambda: torch.where(x > 0, x, 0.01 * x),
            "plain": lambda: x.clamp(min=0),
        }[leaky]()

    def elu(x, alpha=1.0):
        below = x.clamp(max=0)
        return {
            "expm1": lambda: torch.where(x > 0, x, alpha * torch.expm1(below)),
            "exp-1": lambda: torch.where(x > 0, x, alpha * (torch.exp(below) - 1)),
            "no alpha": lambda: torch.where(x > 0, x, torch.expm1(below)),
            "celu": lambda: torch.where(x > 0, x, alpha * torch.expm1(below / alpha)),
            "where": lambda: torch.where(x > 0, x, alpha * torch.expm1(x)),
            "no one": lambda: torch.where(x > 0, x, alpha * torch.exp(below)),
            "alpha inside": lambda: torch.where(x > 0, x, torch.exp(below) * alpha - 1),
            "scaled": lambda: alpha * torch.where(x > 0, x, torch.expm1(below)),
        }[smooth]()

    def gelu(x):
        return {
            "erf": lambda: 0.5 * x * (1 + torch.erf(x / math.sqrt(2))),
            "tanh": lambda: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
            "sigmoid": lambda: x * torch.sigmoid(1.702 * x),
            "silu": lambda: x * torch.sigmoid(x),
            "no root": lambda: 0.5 * x * (1 + torch.erf(x)),
            "cdf": lambda: 0.5 * (1 + torch.erf(x / math.sqrt(2))),
            "no half": lambda: x * (1 + torch.erf(x / math.sqrt(2))),
        }[cdf]()

    return {"leaky_relu": leaky_relu, "elu": elu, "gelu": gelu}


def slope_on_the_positive_side():
    """Slope applies to x<0."""
    return {"leaky": "positive"}


def elu_cancellation():
    """Use expm1: precision lost near 0."""
    return {"smooth": "exp-1"}


def gelu_by_tanh():
    """tanh approximation; exact erf is required (deviation up to 4.7e-4)."""
    return {"cdf": "tanh"}


def leaky_by_maximum():
    """Only valid for slope ≤ 1.

    max(x, s·x) takes the wrong branch for larger slopes.
    """
    return {"leaky": "max"}


def elu_without_alpha():
    """α missing."""
    return {"smooth": "no alpha"}


def elu_overflow_in_the_gradient():
    """This looks like: where over an exponential that overflows: its gradient is NaN.

    Clamp x before the exponential; where does not keep ∞·0 out of the backward pass.
    """
    return {"smooth": "where"}


def leaky_sign():
    """The negative side is turned around: it is s·x, which is negative there."""
    return {"leaky": "minus"}


def slope_fixed():
    """The slope is fixed at 0.01: use the argument."""
    return {"leaky": "fixed"}


def plain_relu():
    """This is ReLU: nothing leaks through."""
    return {"leaky": "plain"}


def celu():
    """This is CELU: x is divided by α in the exponent."""
    return {"smooth": "celu"}


def elu_without_minus_one():
    """The −1 is missing: ELU is 0 at 0."""
    return {"smooth": "no one"}


def alpha_on_the_exponential_only():
    """α multiplies the exponential only; it multiplies eˣ − 1."""
    return {"smooth": "alpha inside"}


def selu_like():
    """α multiplies the positive side too."""
    return {"smooth": "scaled"}


def gelu_by_sigmoid():
    """x·σ(1.702x) is an approximation; exact erf is required."""
    return {"cdf": "sigmoid"}


def silu():
    """This is SiLU (swish), x·σ(x)."""
    return {"cdf": "silu"}


def gelu_without_root():
    """The argument of erf lacks the division by √2."""
    return {"cdf": "no root"}


def gelu_without_x():
    """This is Φ(x); GELU is x·Φ(x)."""
    return {"cdf": "cdf"}


def gelu_without_half():
    """The factor ½ is missing in GELU."""
    return {"cdf": "no half"}
