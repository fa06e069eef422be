import torch


def build(result="rayleigh", normalise="each", flat="0", count=0, start="unit", norm="2", place="copy"):
    """Power iteration with these decisions."""

    def sharpness(hvp, v0, iters):
        def length(v):
            return {"2": lambda: v.norm(), "1": lambda: v.abs().sum(), "max": lambda: v.abs().max(), "square": lambda: (v**2).sum()}[norm]()

        def dot(a, b):
            return (a * b).sum()

        if result == "diagonal":
            eye = torch.eye(v0.numel(), dtype=v0.dtype)
            return torch.stack([dot(e, hvp(e.reshape(v0.shape)).flatten()) for e in eye]).max()
        if place == "stored":
            v = v0.div_(v0.norm())
        else:
            v = v0.clone() if start == "given" or normalise in ("never", "end") else v0 / length(v0)
        last = torch.zeros((), dtype=v0.dtype)
        for _ in range(max(iters + count, 0)):
            Hv = hvp(v)
            last = Hv.norm()
            if flat == "0" and last == 0:
                return torch.zeros_like(last)
            v = Hv if normalise in ("never", "end") else Hv / length(Hv)
        Hv = hvp(v)
        return {
            "rayleigh": lambda: dot(v, Hv) / (dot(v, v) if normalise == "end" else 1),
            "norm": lambda: last if iters else Hv.norm(),
            "norm after": lambda: Hv.norm(),
            "squared": lambda: dot(v, Hv) ** 2,
            "second": lambda: dot(Hv, Hv),
            "half": lambda: 0.5 * dot(v, Hv),
        }[result]()

    return {"sharpness": sharpness}


def norm_of_the_product():
    """That is |λ| only at convergence; Rayleigh quotient required.

    You return ‖Hv‖ of the last step.
    """
    return {"result": "norm"}


def norm_after_the_last_step():
    """That is |λ| only at convergence; Rayleigh quotient required.

    You return ‖Hv‖ for the last v.
    """
    return {"result": "norm after"}


def no_normalisation():
    """Overflows.

    v is not normalised between the products, only in the end: λ^100 leaves the range of floating point.
    """
    return {"normalise": "end"}


def never_normalised():
    """Normalise first.

    vᵀHv is the Rayleigh quotient only if vᵀv = 1.
    """
    return {"normalise": "never"}


def start_not_normalised():
    """v0 is not normalised: with iters = 0 the result depends on its length."""
    return {"start": "given"}


def squared():
    """λ².

    The quotient is squared.
    """
    return {"result": "squared"}


def square_of_the_product():
    """This is ‖Hv‖², close to λ²: take vᵀHv."""
    return {"result": "second"}


def diagonal():
    """Diagonal is only a lower bound.

    The largest diagonal entry is not the largest eigenvalue.
    """
    return {"result": "diagonal"}


def nan_when_flat():
    """0/0: where Hv = 0 the result must be 0."""
    return {"flat": "nan"}


def one_iteration_too_many():
    """One iteration too many."""
    return {"count": 1}


def one_iteration_too_few():
    """One iteration too few."""
    return {"count": -1}


def halved():
    """This is ½vᵀHv, the rise of the loss; the quotient has no ½."""
    return {"result": "half"}


def normalised_by_the_maximum():
    """v is divided by its largest entry; the Rayleigh quotient needs the Euclidean norm."""
    return {"norm": "max"}


def normalised_by_the_sum():
    """v is divided by the sum of its absolute values; the Rayleigh quotient needs the Euclidean norm."""
    return {"norm": "1"}


def normalised_by_the_square():
    """v is divided by ‖v‖²: the root is missing."""
    return {"norm": "square"}


def changes_the_start():
    """v0 is normalised in place: the caller's vector changes."""
    return {"place": "stored"}
