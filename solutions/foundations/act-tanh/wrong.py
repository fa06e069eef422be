import torch


def build(forward="stable", derivative="1-tanh²"):
    """tanh and derivative in these forms."""

    def tanh(x):
        up, down = torch.exp(x), torch.exp(-x)
        return {
            "stable": lambda: torch.tanh(x),
            "ratio": lambda: (up - down) / (up + down),
            "of 2x": lambda: (torch.exp(2 * x) - 1) / (torch.exp(2 * x) + 1),
            "2σ(x)-1": lambda: 2 * torch.sigmoid(x) - 1,
            "σ(2x)": lambda: torch.sigmoid(2 * x),
            "flipped": lambda: torch.tanh(-x),
            "clamped": lambda: torch.tanh(x.clamp(-1, 1)),
        }[forward]()

    def dtanh(x):
        t = tanh(x)
        return {
            "1-tanh²": lambda: 1 - t**2,
            "1-x²": lambda: 1 - x**2,
            "1-tanh": lambda: 1 - t,
            "tanh²-1": lambda: t**2 - 1,
            "t(1-t)": lambda: t * (1 - t),
            "of tanh": lambda: 1 - torch.tanh(t) ** 2,
            "tanh": lambda: t,
        }[derivative]()

    return {"tanh": tanh, "dtanh": dtanh}


def overflows():
    """inf/inf = NaN for |x|>~89 in float32.

    Use the exponential of −2|x| and the symmetry of tanh.
    """
    return {"forward": "ratio"}


def overflows_above():
    """exp(2x) overflows to NaN for large positive x: use the exponential of −2|x|."""
    return {"forward": "of 2x"}


def square_of_x():
    """Square tanh(x), not x."""
    return {"derivative": "1-x²"}


def square_missing():
    """Missing square."""
    return {"derivative": "1-tanh"}


def factor_two_missing():
    """Factor 2 missing inside: tanh(x)=2σ(2x)−1."""
    return {"forward": "2σ(x)-1"}


def not_stretched():
    """This is σ(2x), with values in (0, 1): tanh(x) = 2σ(2x) − 1."""
    return {"forward": "σ(2x)"}


def derivative_flipped():
    """Sign flipped.

    The derivative is 1 − tanh², which is never negative.
    """
    return {"derivative": "tanh²-1"}


def flipped_exponent():
    """This is tanh(−x): the two exponentials are exchanged."""
    return {"forward": "flipped"}


def derivative_of_the_sigmoid():
    """t(1 − t) is the derivative of the sigmoid; that of tanh is 1 − t²."""
    return {"derivative": "t(1-t)"}


def tanh_applied_twice():
    """The derivative is taken at tanh(x), not at x: tanh was applied twice."""
    return {"derivative": "of tanh"}


def derivative_is_tanh():
    """This is tanh itself, not its derivative."""
    return {"derivative": "tanh"}


def hard_tanh():
    """x is clamped to [−1, 1] first: values beyond are lost."""
    return {"forward": "clamped"}
