import torch


def build(*, l2="right", l1="right"):
    def project_l2(w, r):
        norm = torch.linalg.vector_norm(w)
        tiny = torch.finfo(w.dtype).tiny
        if l2 == "always":
            return w * (r / norm.clamp(min=tiny))
        if l2 == "squared radius":
            return w.clone() if norm <= r**2 else w * (r / norm)
        if l2 == "squared norm":
            return w.clone() if norm**2 <= r else w * (r / norm)
        if l2 == "divided by square":
            return w * (r / (norm**2).clamp(min=tiny)).clamp(max=1)
        if l2 == "unit":
            return w.clone() if norm <= r else w / norm
        if l2 == "clamp":
            return w.clamp(-r, r)
        if l2 == "rows" and w.dim() > 1:
            norm = torch.linalg.vector_norm(w, dim=-1, keepdim=True)
        if l2 == "shrunk":
            return w - w / norm * r if norm > r else w.clone()
        if l2 == "unguarded":
            return w * torch.clamp(r / norm, max=1.0)
        return w * (r / norm.clamp(min=tiny)).clamp(max=1)

    def project_l1(w, r):
        size = w.abs().sum()
        if w.numel() == 0:
            return w.clone()
        if l1 == "radial":
            return w.clone() if size <= r else w * (r / size)
        if l1 == "always radial":
            return w * (r / size)
        if l1 == "clamp":
            return w.clamp(-r, r)
        if l1 == "soft by r":
            return torch.sign(w) * (w.abs() - r).clamp(min=0)
        if size <= r and l1 not in ("always", "negative"):
            return w.clone()
        u = w.abs().flatten()
        if l1 != "unsorted":
            u = u.sort(descending=l1 != "ascending").values
        k = torch.arange(1, u.numel() + 1, dtype=w.dtype)
        thetas = (u.cumsum(0) - r) / k
        theta = thetas.amax()
        best = int(thetas.argmax())
        if l1 == "all entries":
            theta = thetas[-1]
        if l1 == "k plus one":
            theta = (u[: best + 1].sum() - r) / (best + 2)
        if l1 == "one entry more":
            theta = thetas[min(best + 1, len(u) - 1)]
        if l1 == "no division":
            theta = u[: best + 1].sum() - r
        if l1 == "largest minus r":
            theta = u[0] - r
        if l1 == "positive":
            return (w - theta).clamp(min=0)
        if l1 == "no sign":
            return (w.abs() - theta).clamp(min=0)
        if l1 == "always":
            return torch.sign(w) * (w.abs() - theta).clamp(min=0)
        return torch.sign(w) * (w.abs() - theta.clamp(min=0)).clamp(min=0)

    return {"project_l2": project_l2, "project_l1": project_l1}


def always_rescales():
    """Interior points must not move.

    Scale only if the norm is larger than r.
    """
    return {"l2": "always"}


def l1_always_moves():
    """Interior points must not move.

    The threshold of the L1 projection is negative inside: set it to 0.
    """
    return {"l1": "always"}


def both_always_move():
    """Interior points must not move.

    Neither projection may touch a point inside its ball.
    """
    return {"l2": "always", "l1": "always"}


def l1_by_rescaling():
    """Radial scaling is not the nearest point.

    The L1 projection is a soft threshold.
    """
    return {"l1": "radial"}


def l1_by_rescaling_always():
    """Radial scaling is not the nearest point.

    Besides, points inside must not move.
    """
    return {"l1": "always radial"}


def l1_clamped():
    """This looks like: per-coordinate clamp (L∞).

    The sum of all sizes must be at most r.
    """
    return {"l1": "clamp"}


def l2_clamped():
    """This looks like: per-coordinate clamp (L∞).

    The norm of the whole vector must be at most r.
    """
    return {"l2": "clamp"}


def both_clamped():
    """This looks like: per-coordinate clamp (L∞).

    The ball belongs to the whole vector.
    """
    return {"l1": "clamp", "l2": "clamp"}


def threshold_over_all():
    """This looks like: threshold with wrong k.

    Only the entries that survive share the excess, not all of them.
    """
    return {"l1": "all entries"}


def threshold_divided_by_k_plus_one():
    """This looks like: threshold with wrong k.

    k counts from 1: divide by the number of entries in the sum.
    """
    return {"l1": "k plus one"}


def threshold_of_one_entry_more():
    """This looks like: threshold with wrong k.

    One entry too many is in the sum.
    """
    return {"l1": "one entry more"}


def threshold_not_divided():
    """The excess is not shared: divide it by the number of entries that survive."""
    return {"l1": "no division"}


def threshold_of_the_largest():
    """The threshold is taken from the largest entry alone; all surviving entries share the excess."""
    return {"l1": "largest minus r"}


def radius_as_threshold():
    """r is used as the threshold; the threshold must be found so that the sizes add up to r."""
    return {"l1": "soft by r"}


def not_sorted():
    """The sizes must be sorted, the largest first."""
    return {"l1": "unsorted"}


def sorted_upwards():
    """The sizes must be sorted, the largest first.

    sort() begins with the smallest.
    """
    return {"l1": "ascending"}


def simplex():
    """That is the projection onto the simplex: signs are lost. Threshold |w| and multiply by sign(w)."""
    return {"l1": "positive"}


def sign_lost():
    """The sign is lost in the L1 projection: multiply by sign(w)."""
    return {"l1": "no sign"}


def squared_radius():
    """This looks like: r² compared to norm.

    Compare the norm with r, or its square with r².
    """
    return {"l2": "squared radius"}


def squared_norm():
    """This looks like: r² compared to norm.

    Here the square of the norm is compared with r.
    """
    return {"l2": "squared norm"}


def divided_by_square():
    """Divides by ‖w‖² instead of ‖w‖."""
    return {"l2": "divided by square"}


def unit_length():
    """The result has length 1; it must have length r."""
    return {"l2": "unit"}


def shortened_by_r():
    """The vector is shortened by r; it must be shortened to r."""
    return {"l2": "shrunk"}


def row_by_row():
    """Each row is projected by itself; the norm goes over all entries."""
    return {"l2": "rows"}


def origin_divides_by_zero():
    """0/0 at the origin: only scale if the norm is larger than r."""

    def project_l2(w, r):
        norm = torch.linalg.vector_norm(w)
        return w / norm * torch.minimum(norm, torch.full_like(norm, r))

    return {"project_l2": project_l2}
