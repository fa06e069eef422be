"""Drivers of aug-cutmix."""


def box(answer, H, W, lam, cy, cx):
    """The corners of the box, as whole numbers."""
    y1, y2, x1, x2 = (int(v) for v in answer.rand_bbox(H, W, lam, cy, cx))
    return {"y1": y1, "y2": y2, "x1": x1, "x2": x2}


def mixed(answer, x, q, lam, perm, cy, cx):
    """The three results."""
    images, targets, share = answer.cutmix(x, q, lam, perm, cy, cx)
    return {"x": images, "q": targets, "lam_adj": float(share)}


def call(answer, *args, name=None, **kwargs):
    """The plain value, with the share as a number."""
    images, targets, share = answer.cutmix(*args, **kwargs)
    return [images, targets, float(share)]


def strided(answer, *args, name=None, **kwargs):
    """The same for non-contiguous tensors."""
    return call(answer, *_each_tensor(_spread_out, args), **_each_tensor(_spread_out, kwargs))
