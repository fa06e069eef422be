import torch


def build(apply="inverse", to="g", sign=1, damping_="diagonal", returns="w"):
    """A Newton step with these decisions."""

    def newton_step(w, g, H, damping=0.0):
        eye = torch.eye(len(w), dtype=H.dtype, device=H.device)
        A = {
            "diagonal": lambda: H + damping * eye,
            "multiplied": lambda: H * (1 + damping),
            "scales": lambda: H * damping if damping else H,
            "everywhere": lambda: H + damping,
            "subtracted": lambda: H - damping * eye,
            "ignored": lambda: H,
            "relative": lambda: H + damping * torch.diag(H.diagonal()),
        }[damping_]()
        v = g if to == "g" else w
        step = {
            "inverse": lambda: torch.linalg.solve(A, v),
            "H": lambda: A @ v,
            "diagonal": lambda: v / A.diagonal(),
            "elementwise": lambda: v / A,
            "inverse elements": lambda: (1 / A) @ v,
            "pseudo": lambda: torch.linalg.pinv(A) @ v,
            "gradient": lambda: v,
        }[apply]()
        return step if returns == "step" else w - sign * step

    return {"newton_step": newton_step}


def multiplies_by_the_hessian():
    """Multiply by the inverse.

    You multiply the gradient by H itself.
    """
    return {"apply": "H"}


def diagonal_only():
    """Ignores curvature between coordinates.

    Dividing by diag(H) is right only for a diagonal Hessian.
    """
    return {"apply": "diagonal"}


def uphill():
    """Moves uphill."""
    return {"sign": -1}


def damping_multiplied():
    """Damping is added to the diagonal.

    You scale H by it.
    """
    return {"damping_": "multiplied"}


def damping_scales():
    """Damping is added to the diagonal; here H is multiplied by δ."""
    return {"damping_": "scales"}


def applied_to_w():
    """Apply the inverse to the gradient.

    You apply it to w.
    """
    return {"to": "w"}


def divides_elementwise():
    """This looks like: a division by H, element by element.

    Solve the linear system instead.
    """
    return {"apply": "elementwise"}


def inverts_elementwise():
    """1/H inverts every entry by itself; the inverse matrix is needed."""
    return {"apply": "inverse elements"}


def damping_everywhere():
    """Damping is added to every entry of H; add it to the diagonal only."""
    return {"damping_": "everywhere"}


def damping_subtracted():
    """Damping is subtracted from the diagonal; add it."""
    return {"damping_": "subtracted"}


def damping_ignored():
    """Damping is ignored."""
    return {"damping_": "ignored"}


def damping_relative():
    """Damping is scaled by diag(H), as Marquardt does; here δI is added."""
    return {"damping_": "relative"}


def pseudo_inverse():
    """A singular Hessian goes through: the pseudo-inverse hides it. It must raise without damping."""
    return {"apply": "pseudo"}


def gradient_step():
    """This is a gradient step with learning rate 1: the Hessian is not used."""
    return {"apply": "gradient"}


def returns_the_step():
    """The step is returned, not the new w."""
    return {"returns": "step"}
