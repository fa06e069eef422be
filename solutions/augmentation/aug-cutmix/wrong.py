import math

import torch


def build(
    labels="λ'", side="√(1 − λ)", owner="sample", place="copy", pasted="partner", clip=True, end="⌊h/2⌋", rounding="down", axes="(cy, cx)",
    partner="perm", returned="λ'", clipped_by="cutting", order="yyxx", square=False,
):  # fmt: skip
    """CutMix with these decisions."""

    def interval(c, n, length):
        start, stop = c - n // 2, c + n // 2
        if end == "whole":
            stop = start + n
        if end == "corner":
            start, stop = c, c + n
        if end == "inclusive":
            stop += 1
        if clipped_by == "pushing":
            start = min(max(start, 0), length - (stop - start)) if stop - start <= length else 0
            return start, min(start + n // 2 * 2, length)
        return (min(max(start, 0), length), min(max(stop, 0), length)) if clip else (start, stop)

    def rand_bbox(H, W, lam, cy, cx):
        shares = {"√(1 − λ)": math.sqrt(1 - lam), "1 − λ": 1 - lam, "√λ": math.sqrt(lam), "λ": lam}[side]
        h, w = (round(v) if rounding == "nearest" else math.ceil(v) if rounding == "up" else int(v) for v in (H * shares, W * shares))
        if square:
            w = h
        if axes == "(cx, cy)":
            cy, cx = cx, cy
        y, x = interval(cy, h, H), interval(cx, w, W)
        return (*x, *y) if order == "xxyy" else (y[0], x[0], y[1], x[1]) if order == "corners" else (*y, *x)

    def cutmix(x, q, lam, perm, cy, cx):
        H, W = x.shape[-2:]
        found = rand_bbox(H, W, lam, cy, cx)
        if order == "xxyy":
            x1, x2, y1, y2 = found
        elif order == "corners":
            y1, x1, y2, x2 = found
        else:
            y1, y2, x1, x2 = found
        area = max(y2 - y1, 0) * max(x2 - x1, 0) / (H * W)
        rows = slice(max(y1, 0), max(y2, 0)), slice(max(x1, 0), max(x2, 0))
        theirs = torch.argsort(perm) if partner == "inverse" else torch.arange(len(perm)).flip(0) if partner == "reversed" else perm
        out = x if place in ("stored", "contaminated") else x.clone()
        with torch.no_grad():
            if place == "contaminated":
                for i in range(len(x)):
                    out[i, :, rows[0], rows[1]] = x[theirs[i], :, rows[0], rows[1]].clone()
            elif pasted == "own":
                out[..., rows[0], rows[1]] = x[..., rows[0], rows[1]]
            elif pasted == "blend":
                out = lam * x + (1 - lam) * x[theirs]
            elif pasted == "zeros":
                out[..., rows[0], rows[1]] = 0
            elif pasted == "outside":
                swapped = x[theirs].clone()
                swapped[..., rows[0], rows[1]] = x[..., rows[0], rows[1]]
                out = swapped
            elif pasted == "first channel":
                out[:, 0, rows[0], rows[1]] = x[theirs][:, 0, rows[0], rows[1]]
            else:
                out[..., rows[0], rows[1]] = x[theirs][..., rows[0], rows[1]].clone()
        kept = 1 - area
        weight = {"λ'": kept, "λ": lam, "1 − λ'": 1 - kept, "own": 1.0, "½": 0.5}[labels]
        told = {"λ'": kept, "λ": lam, "area": area}[returned]
        return out, weight * q + (1 - weight) * q[theirs], told

    return {"cutmix": cutmix, "rand_bbox": rand_bbox}


def unadjusted():
    """Use the clipped area for the labels.

    λ is only what was asked for; the label must say what is in the picture.
    """
    return {"labels": "λ", "returned": "λ"}


def labels_unadjusted():
    """The labels are shared by λ although lam_adj is right: use lam_adj for them."""
    return {"labels": "λ"}


def returned_unadjusted():
    """λ is returned unadjusted although the labels are right: return lam_adj."""
    return {"returned": "λ"}


def returned_area():
    """The area of the box is returned: lam_adj is the share that is kept, 1 − area."""
    return {"returned": "area"}


def side_is_the_share():
    """Area, not side, is 1 − λ.

    The side needs a square root.
    """
    return {"side": "1 − λ"}


def box_of_lambda():
    """The box covers λ of the image: it must cover 1 − λ."""
    return {"side": "√λ"}


def labels_swapped():
    """This looks like: labels swapped.

    lam_adj is the share of the sample itself.
    """
    return {"labels": "1 − λ'"}


def labels_not_mixed():
    """The labels are not mixed: a part of the picture belongs to the partner."""
    return {"labels": "own"}


def contaminated():
    """Copy before pasting.

    Boxes are pasted into x itself, so that later samples receive pixels that were pasted before.
    """
    return {"place": "contaminated"}


def stored():
    """The result is written into x: the data themselves are changed."""
    return {"place": "stored"}


def own_box():
    """This looks like: the box of the own image.

    Paste the pixels of x[perm].
    """
    return {"pasted": "own"}


def blended():
    """This looks like: blended pixels (Mixup).

    Inside the box the partner's pixels replace the own ones, outside nothing changes.
    """
    return {"pasted": "blend"}


def blacked_out():
    """The box is set to 0, as in cutout: paste the partner's pixels."""
    return {"pasted": "zeros"}


def inside_out():
    """Inside and outside are swapped: the partner gets the box, not the rest."""
    return {"pasted": "outside"}


def first_channel():
    """Only the first channel is pasted."""
    return {"pasted": "first channel"}


def not_clipped():
    """This looks like: a box that is not clipped.

    Rows below 0 and beyond H do not exist; cut them off before you count the area.
    """
    return {"clip": False}


def pushed_inside():
    """The box is pushed into the image: clip it at the border instead."""
    return {"clipped_by": "pushing"}


def cutout_box():
    """Odd sides: the box ends at c + ⌊h/2⌋, not at c − ⌊h/2⌋ + h (that is cutout's square)."""
    return {"end": "whole"}


def inclusive_end():
    """The last row is counted twice: the box is [c − ⌊h/2⌋, c + ⌊h/2⌋), without its end."""
    return {"end": "inclusive"}


def corner():
    """(cy, cx) is the centre of the box, not its first corner."""
    return {"end": "corner"}


def rounded():
    """The sides are rounded to the nearest whole number: int cuts off."""
    return {"rounding": "nearest"}


def rounded_up():
    """The sides are rounded up: int cuts off."""
    return {"rounding": "up"}


def centre_swapped():
    """Rows and columns of the centre are swapped: cy counts rows."""
    return {"axes": "(cx, cy)"}


def columns_first():
    """The box is returned with its columns first: the order is y1, y2, x1, x2."""
    return {"order": "xxyy"}


def corners():
    """The box is returned corner by corner: the order is y1, y2, x1, x2."""
    return {"order": "corners"}


def square_box():
    """The box is square: its columns must follow W, its rows H."""
    return {"square": True}


def inverse_permutation():
    """The partners are taken by the inverse permutation: sample i receives from x[perm[i]]."""
    return {"partner": "inverse"}


def reversed_batch():
    """The batch is reversed instead of using perm."""
    return {"partner": "reversed"}
