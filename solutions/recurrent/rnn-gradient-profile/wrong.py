"""What people get wrong about the gradient profile."""

import torch


def build(*, order="time", power=1, slope="square", transposed=False, shift=0, slope_of="step", norm="l2", through="chain"):
    def size(n):
        return {"l2": n.norm(), "l1": n.abs().sum(), "mean": n.norm() / len(n) ** 0.5, "max": n.abs().max()}[norm] ** power

    def grad_norms(Wh, hs, dhT):
        T = len(hs)
        n, norms = dhT, []
        for k in range(T + shift):
            norms.append(size(n))
            at = T - 1 - k if slope_of == "step" else max(T - 2 - k, 0)
            h = hs[max(at, 0)]
            s = {"square": 1 - h**2, "none": torch.ones_like(h), "linear": 1 - h}[slope]
            W = Wh.T if transposed else Wh
            n = (n @ W) * s if through == "late" else (n * s) @ W
        norms = norms[shift:] if shift > 0 else norms
        return torch.stack(norms if order == "back" else norms[::-1])

    return {"grad_norms": grad_norms}


def from_the_end():
    """This looks like: forward order. The norms stand in the order they were computed, from T to 1: turn them round."""
    return {"order": "back"}


def squared_norm():
    """This looks like: squared norm. ‖n‖, not ‖n‖²."""
    return {"power": 2}


def tanh_slope_missing():
    """This looks like: no tanh'. n_{t−1} = (n_t⊙(1−h_t²))Wh."""
    return {"slope": "none"}


def transposed():
    """This looks like: transposed. Forward multiplies by Whᵀ, so the gradient is multiplied by Wh."""
    return {"transposed": True}


def one_step_further():
    """This looks like: last = w. The profile ends with ‖dhT‖ itself; here everything is one step further back."""
    return {"shift": 1}


def slope_not_squared():
    """1−h was used for 1−h²: tanh' = 1−tanh²."""
    return {"slope": "linear"}


def slope_of_the_step_before():
    """The slope is taken at h_{t−1}: the step from h_{t−1} to h_t has the slope 1−h_t²."""
    return {"slope_of": "before"}


def slope_after_the_weights():
    """The slope is applied after Wh: going back, the tanh comes first."""
    return {"through": "late"}


def sum_of_absolute_values():
    """The L1 norm was taken: ‖n‖₂ is √Σn²."""
    return {"norm": "l1"}


def root_mean_square():
    """The norm was divided by √H: ‖n‖₂ is √Σn²."""
    return {"norm": "mean"}


def largest_entry():
    """The largest entry was taken: ‖n‖₂ is √Σn²."""
    return {"norm": "max"}
