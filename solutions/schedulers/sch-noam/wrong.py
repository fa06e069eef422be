def build(*, pick=min, rise=-1.5, width=-0.5, shift=1, power=1, fall=-0.5, zero="handled"):
    def noam(d_model, warmup, step):
        s = step + shift
        scale = d_model**width
        if warmup == 0 and zero == "handled":
            return scale * s**fall
        return scale * pick(s**fall, s**power * warmup**rise)

    return noam


def larger_branch():
    """Takes the larger branch.

    min, not max: the line before W, the root after it.
    """
    return {"pick": max}


def exponent_of_warmup():
    """Exponent −1.5.

    The line is s · W^−1.5, not s · W^−0.5.
    """
    return {"rise": -0.5}


def inverse_of_warmup():
    """The line is s/W: it does not meet the root at s = W. The exponent of W is −1.5."""
    return {"rise": -1.0}


def width_multiplied():
    """This looks like: d^{½}.

    A wider model gets a smaller rate: the exponent of d is −½.
    """
    return {"width": 0.5}


def width_inverse():
    """1/d instead of 1/√d."""
    return {"width": -1.0}


def width_forgotten():
    """d_model is not used: the factor d^−½ is missing."""
    return {"width": 0.0}


def counted_from_zero():
    """0^{−½}.

    s = t + 1: at t = 0 this divides by zero.
    """
    return {"shift": 0}


def counted_from_zero_guarded():
    """s counts from 0: it must be t + 1 everywhere, not only where t = 0 would divide by zero."""

    def noam(d_model, warmup, step):
        if step == 0:
            return d_model**-0.5 * warmup**-1.5 if warmup else d_model**-0.5
        return d_model**-0.5 * (min(step**-0.5, step * warmup**-1.5) if warmup else step**-0.5)

    return noam


def starts_at_zero():
    """The first rate is 0: s = t + 1 makes it d^−½ · W^−1.5."""

    def noam(d_model, warmup, step):
        if step == 0:
            return 0.0
        return d_model**-0.5 * (min(step**-0.5, step * warmup**-1.5) if warmup else step**-0.5)

    return noam


def quadratic_warmup():
    """This looks like: warm-up not linear.

    The rate climbs like s, not like s².
    """
    return {"power": 2, "rise": -2.5}


def constant_warmup():
    """This looks like: warm-up not linear.

    Before s = W the rate must climb; here it stands at its peak.
    """
    return {"power": 0, "rise": -0.5}


def root_missing():
    """After the peak the rate falls like 1/s: the exponent is −½."""
    return {"fall": -1.0}


def no_warmup():
    """There is no warm-up: the smaller of both branches is asked for."""
    return {"pick": lambda fall, rise: fall}


def divides_by_zero():
    """Division by zero without warm-up: W = 0 needs a branch of its own."""
    return {"zero": "crash"}
