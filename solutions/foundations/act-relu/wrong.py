import torch


def build(forward="max", gate="x", upstream=True, dead="all"):
    """ReLU with these decisions."""

    def relu(x):
        return {
            "max": lambda: x.clamp(min=0),
            "abs": lambda: x.abs(),
            "min": lambda: x.clamp(max=0),
            "product": lambda: x * (x > 0),
            "leaky": lambda: torch.where(x > 0, x, 0.01 * x),
            "capped": lambda: x.clamp(0, 6),
        }[forward]()

    def relu_backward(dy, x):
        open_ = {"x": x > 0, "dy": dy > 0, "x>=0": x >= 0, "x<0": x < 0, "none": x == x}[gate]
        return dy * open_ if upstream is True else open_.to(dy.dtype) if upstream is False else x.clamp(min=0) * dy

    def dead_fraction(H):
        zero = H == 0
        return {
            "all": lambda: zero.all(0).double().mean().item(),
            "any": lambda: zero.any(0).double().mean().item(),
            "sparsity": lambda: zero.double().mean().item(),
            "samples": lambda: zero.all(1).double().mean().item(),
            "alive": lambda: 1 - zero.all(0).double().mean().item(),
            "count": lambda: float(zero.all(0).sum()),
        }[dead]()

    return {"relu": relu, "relu_backward": relu_backward, "dead_fraction": dead_fraction}


def gate_from_upstream():
    """The gate depends on the forward input.

    Look at the sign of x, not of dy.
    """
    return {"gate": "dy"}


def open_at_zero():
    """Derivative at 0 must be 0."""
    return {"gate": "x>=0"}


def upstream_dropped():
    """Upstream gradient dropped.

    Multiply the gate by dy.
    """
    return {"upstream": False}


def dead_if_ever_zero():
    """A unit is dead only if it is zero for every sample."""
    return {"dead": "any"}


def sparsity():
    """That is sparsity, not the fraction of dead units."""
    return {"dead": "sparsity"}


def absolute_value():
    """That keeps negative inputs.

    abs(x) turns them around; relu makes them 0.
    """
    return {"forward": "abs"}


def keeps_the_negative():
    """This is min(0, x): the negative part passes instead of the positive one."""
    return {"forward": "min"}


def product_with_the_gate():
    """x·[x > 0] gives NaN for −∞, since ∞·0 is NaN: use a clamp or where."""
    return {"forward": "product"}


def leaky():
    """Negative inputs leak through: relu makes them 0."""
    return {"forward": "leaky"}


def capped():
    """Values above 6 are cut off: relu has no upper limit."""
    return {"forward": "capped"}


def gate_reversed():
    """The gate is reversed: it is open where x > 0."""
    return {"gate": "x<0"}


def no_gate():
    """The backward pass has no gate: dy passes everywhere."""
    return {"gate": "none"}


def multiplies_by_the_output():
    """dy is multiplied by relu(x); multiply it by 1 where x > 0."""
    return {"upstream": "relu"}


def dead_samples():
    """The rows were looked at: units are the columns of H."""
    return {"dead": "samples"}


def alive_fraction():
    """This is the share of living units."""
    return {"dead": "alive"}


def dead_count():
    """This is the number of dead units; divide by D."""
    return {"dead": "count"}
