import torch


def build(differences="slopes", bias="first", spacing="given", shift=0, sign=1):
    """An interpolant with these decisions."""

    def relu_interpolant(kx, ky):
        gaps = {"given": kx[1:] - kx[:-1], "unit": torch.ones_like(kx[1:]), "mean": (kx[-1:] - kx[:1]).expand(len(kx) - 1) / (len(kx) - 1)}[spacing]
        slopes = (ky[1:] - ky[:-1]) / gaps
        change = slopes[1:] - slopes[:-1]
        c = {
            "slopes": lambda: torch.cat([slopes[:1], change]),
            "none": lambda: slopes,
            "first dropped": lambda: torch.cat([torch.zeros_like(slopes[:1]), change]),
            "reversed": lambda: torch.cat([slopes[:1], -change]),
            "heights": lambda: ky[1:] - ky[:-1],
        }[differences]()
        if shift:
            c = torch.roll(c, shift)
        start = {"first": ky[0], "zero": torch.zeros_like(ky[0]), "mean": ky.mean(), "last": ky[-1]}[bias]
        return start.clone(), sign * c

    return {"relu_interpolant": relu_interpolant}


def slopes_not_differenced():
    """Slopes accumulate: use changes of slope."""
    return {"differences": "none"}


def bias_omitted():
    """f(kx₀)≠ky₀.

    The bias is the first value.
    """
    return {"bias": "zero"}


def spacing_ignored():
    """Only right for unit spacing.

    Divide by the distance of the knots.
    """
    return {"spacing": "unit"}


def mean_spacing():
    """All knots are taken as equally spaced: use the distance of each pair."""
    return {"spacing": "mean"}


def shifted_knots():
    """Hinge i must start at kx_i.

    The weights are shifted by one knot.
    """
    return {"shift": 1}


def shifted_back():
    """Hinge i must start at kx_i: the first weight is missing at its place."""
    return {"shift": -1}


def mirrored():
    """This looks like: a mirror image (the sign of the weights is flipped).

    Slopes are later value minus earlier value.
    """
    return {"sign": -1}


def changes_reversed():
    """The change of slope is taken the wrong way around: new slope minus old slope."""
    return {"differences": "reversed"}


def first_slope_missing():
    """The first slope is missing: c₀ = s₀."""
    return {"differences": "first dropped"}


def heights():
    """The weights are differences of the values: divide by the spacing and take changes of slope."""
    return {"differences": "heights"}


def bias_is_the_mean():
    """The bias is the mean of the values; it is the first value."""
    return {"bias": "mean"}


def bias_is_the_last():
    """The bias is the last value; it is the first value, since all units are off there."""
    return {"bias": "last"}
