import torch


def build(forward="stable", derivative="σ(1-σ)"):
    """Sigmoid and derivative in these forms."""

    def sigmoid(x):
        return {
            "stable": lambda: torch.sigmoid(x),
            "exp over exp": lambda: torch.exp(x) / (1 + torch.exp(x)),
            "flipped": lambda: torch.sigmoid(-x),
            "clamped": lambda: torch.sigmoid(x.clamp(-10, 10)),
            "tanh": lambda: torch.tanh(x),
            "tanh of x": lambda: 0.5 * (1 + torch.tanh(x)),
        }[forward]()

    def dsigmoid(x):
        s = sigmoid(x)
        e = torch.exp(-x)
        return {
            "σ(1-σ)": lambda: s * (1 - s),
            "σ": lambda: s,
            "x(1-x)": lambda: x * (1 - x),
            "quotient": lambda: e / (1 + e) ** 2,
            "1-σ²": lambda: 1 - s**2,
            "1-σ": lambda: 1 - s,
            "negative": lambda: -s * (1 - s),
            "of σ": lambda: torch.sigmoid(s) * (1 - torch.sigmoid(s)),
        }[derivative]()

    return {"sigmoid": sigmoid, "dsigmoid": dsigmoid}


def overflows():
    """Overflows to NaN for large positive x.

    exp(x)/(1 + exp(x)) is ∞/∞ there. Use the exponential of −|x|.
    """
    return {"forward": "exp over exp"}


def derivative_is_the_sigmoid():
    """This is σ, not σ(1−σ)."""
    return {"derivative": "σ"}


def derivative_of_the_activation():
    """You treated the pre-activation as the activation.

    x(1 − x) is right only if x is σ already.
    """
    return {"derivative": "x(1-x)"}


def flipped_exponent():
    """Sign of the exponent is flipped (σ(−x))."""
    return {"forward": "flipped"}


def clamped():
    """Clamping changes values beyond |x|=10."""
    return {"forward": "clamped"}


def derivative_overflows():
    """NaN for large |x|.

    e⁻ˣ/(1 + e⁻ˣ)² is ∞/∞ for very negative x. Use σ(1 − σ).
    """
    return {"derivative": "quotient"}


def tanh_instead():
    """This is tanh, with values in (−1, 1)."""
    return {"forward": "tanh"}


def half_of_x_forgotten():
    """This is σ(2x): in ½(1 + tanh) the argument is x/2."""
    return {"forward": "tanh of x"}


def derivative_of_tanh():
    """1 − σ² is the derivative of tanh; that of σ is σ(1 − σ)."""
    return {"derivative": "1-σ²"}


def derivative_without_factor():
    """The factor σ is missing: σ(1 − σ)."""
    return {"derivative": "1-σ"}


def derivative_negative():
    """The sign of the derivative is flipped: σ rises."""
    return {"derivative": "negative"}


def sigmoid_applied_twice():
    """The derivative is taken at σ(x), not at x: the sigmoid was applied twice."""
    return {"derivative": "of σ"}
