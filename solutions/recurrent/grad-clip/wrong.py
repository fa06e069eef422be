"""What people get wrong about clipping."""

import torch


def build(
    *,
    norm="global",
    always=False,
    clamps=False,
    times_max=False,
    returns="before",
    value="both",
    in_place=False,
    none="kept",
    inverse=False,
    small=1e-6,
):
    def length(tensors):
        if not tensors:
            return torch.tensor(0.0)
        flat = torch.cat([g.flatten() for g in tensors])
        if norm == "l1":
            return flat.abs().sum()
        if norm == "sum":
            return sum(g.norm() for g in tensors)
        if norm == "squared":
            return flat.square().sum()
        if norm == "largest":
            return flat.abs().max() if len(flat) else flat.sum()
        if norm == "mean":
            return flat.square().mean().sqrt() if len(flat) else flat.sum()
        return flat.norm()

    def scaled(g, total, max_norm):
        coef = max_norm / (total + small)
        if inverse:
            coef = total / max_norm
        elif not always:
            coef = torch.clamp(coef, max=1.0)
        if times_max:
            coef = coef * max_norm
        return g.mul_(coef) if in_place else g * coef

    def clip_grad_norm(grads, max_norm):
        present = [g for g in grads if g is not None] if none == "kept" or none == "dropped" else grads
        total = length(present)
        if clamps:
            done = [g.clamp(-max_norm, max_norm) for g in present]
        elif norm == "each":
            done = [scaled(g, g.norm(), max_norm) for g in present]
        else:
            done = [scaled(g, total, max_norm) for g in present]
        if returns == "after":
            total = length(done)
        rest = iter(done)
        if none == "dropped":
            return done, total
        return [None if g is None else next(rest) for g in grads], total

    def clip_grad_value(grads, c):
        if value == "norm":
            return clip_grad_norm(grads, c)[0]
        kept = grads if none != "dropped" else [g for g in grads if g is not None]

        def one(g):
            if value == "above":
                return g.clamp(max=c)
            if value == "zeroed":
                return torch.where(g.abs() <= c, g, torch.zeros_like(g))
            return g.clamp_(-c, c) if in_place else g.clamp(-c, c)

        return [None if g is None and none != "crashes" else one(g) for g in kept]

    return {"clip_grad_norm": clip_grad_norm, "clip_grad_value": clip_grad_value}


def norm_of_each_tensor():
    """Clip by the global norm.

    Each tensor was clipped by its own norm; that changes the direction of the step.
    """
    return {"norm": "each"}


def always_rescaled():
    """Small gradients must be unchanged.

    The coefficient is at most 1: min(1, max_norm/total).
    """
    return {"always": True}


def entries_clamped():
    """Direction changed.

    The entries were clamped; clipping by norm scales all of them by one number.
    """
    return {"clamps": True}


def sum_of_absolute_values():
    """This looks like: L1 norm. The global norm is √Σg²."""
    return {"norm": "l1"}


def sum_of_norms():
    """This looks like: sum of norms. Squares add up, norms do not: √Σ‖g‖²."""
    return {"norm": "sum"}


def multiplied_by_max_norm():
    """This looks like: coef·max. The coefficient contains max_norm already."""
    return {"times_max": True}


def norm_not_rooted():
    """The root is missing: the norm is √Σg², not Σg²."""
    return {"norm": "squared"}


def largest_entry():
    """The largest entry was taken for the norm: the global norm is √Σg²."""
    return {"norm": "largest"}


def root_mean_square():
    """The root mean square was taken for the norm: add the squares, do not average them."""
    return {"norm": "mean"}


def total_after_clipping():
    """The total is the one after clipping: return the norm before, it tells whether training explodes."""
    return {"returns": "after"}


def value_clipped_from_above_only():
    """Only large positive entries are clipped: by value both sides are, to [−c, c]."""
    return {"value": "above"}


def value_clipped_by_norm():
    """clip_grad_value scales by the norm: it clips every entry by itself."""
    return {"value": "norm"}


def large_entries_zeroed():
    """Entries beyond c became 0: they become ±c."""
    return {"value": "zeroed"}


def gradients_overwritten():
    """The given gradients were changed in place: return new tensors."""
    return {"in_place": True}


def missing_gradients_dropped():
    """None was dropped from the list: the places of the others must not move, keep None."""
    return {"none": "dropped"}


def missing_gradients_crash():
    """None is not expected: a parameter without gradient has none, skip it."""
    return {"none": "crashes"}


def coefficient_upside_down():
    """The coefficient is upside down: max_norm/total, not total/max_norm."""
    return {"inverse": True}
