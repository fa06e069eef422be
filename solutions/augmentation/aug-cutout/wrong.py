import torch


def build(rows="clipped", end="s", channels="all", place="copy", centre="(cy, cx)", what="fill", corner="centre", keep=False):
    """Cutout with these decisions."""

    def interval(c, size, length):
        start = c if corner == "top left" else c - size // 2
        stop = start + size
        if end == "s + 1":
            stop += 1
        if end == "⌊s/2⌋":
            stop = c + size // 2
        if end == "radius":
            start, stop = c - size, c + size
        if end == "later":
            start, stop = start + size % 2, stop + size % 2
        if rows == "wraps":
            return torch.arange(start, stop).remainder(length).unique()
        if rows == "negative slice":
            return torch.arange(length)[start:stop]
        if rows == "shifted":
            start = min(max(start, 0), max(length - size, 0))
            stop = start + size
        return torch.arange(max(start, 0), max(min(stop, length), max(start, 0)))

    def cutout(img, cy, cx, size, fill=0.0):
        _, H, W = img.shape
        if centre == "(cx, cy)":
            cy, cx = cx, cy
        y, x = interval(cy, size, H), interval(cx, size, W)
        if place == "itself" and not (len(y) and len(x)):
            return img
        if what == "crop":
            return img[:, y][:, :, x]
        box = torch.zeros(H, W, dtype=torch.bool)
        box[y[:, None], x[None, :]] = True
        if keep:
            box = ~box
        box = box.expand_as(img).clone()
        if channels == "first":
            box[1:] = False
        value = 0.0 if what == "zero" else fill
        if what == "mean":
            value = img.mean()
        out = img if place == "stored" else img.clone()
        with torch.no_grad():
            out[box] = value
        if what == "renormalised":
            out = out * (img.mean() / out.mean())
        if what == "scaled":
            out = out * (H * W / max(int((~box[0]).sum()), 1))
        return out

    return {"cutout": cutout}


def negative_start():
    """Negative index: box must be clipped.

    A slice that starts below 0 counts from the end: use max(start, 0).
    """
    return {"rows": "negative slice"}


def wraps():
    """The square comes in again on the other side: it must be cut off at the border."""
    return {"rows": "wraps"}


def pushed_inside():
    """The square is pushed into the image: cut it off at the border instead."""
    return {"rows": "shifted"}


def rows_and_columns_swapped():
    """This looks like: rows and columns swapped.

    cy counts rows, cx columns.
    """
    return {"centre": "(cx, cy)"}


def one_channel():
    """This looks like: one channel only.

    Cover the square in every channel.
    """
    return {"channels": "first"}


def inclusive_end():
    """This looks like: an inclusive end (size + 1 rows).

    The last row is start + size − 1.
    """
    return {"end": "s + 1"}


def cutmix_box():
    """Odd sizes lose a row: the square ends at c − ⌊s/2⌋ + s, not at c + ⌊s/2⌋ (that is CutMix's box)."""
    return {"end": "⌊s/2⌋"}


def rounded_up():
    """For odd sizes the square lies one row too low: it begins at c − ⌊s/2⌋."""
    return {"end": "later"}


def size_as_radius():
    """`size` is the side of the square: you reach out by `size` on both sides."""
    return {"end": "radius"}


def corner():
    """(cy, cx) is the centre of the square, not its first corner."""
    return {"corner": "top left"}


def input_modified():
    """This looks like: the input modified.

    Write into a copy: img.clone().
    """
    return {"place": "stored"}


def crop():
    """This looks like: a crop (the shape changes).

    The image keeps its size; the square is filled.
    """
    return {"what": "crop"}


def keeps_the_square():
    """Inside and outside are swapped: you keep the square and cover the rest."""
    return {"keep": True}


def mean_renormalised():
    """This looks like: the mean renormalised.

    Pixels outside the square keep their value.
    """
    return {"what": "renormalised"}


def scaled_like_dropout():
    """The rest is scaled up as in dropout: pixels outside the square keep their value."""
    return {"what": "scaled"}


def always_zero():
    """`fill` is ignored: the square is always 0."""
    return {"what": "zero"}


def mean_fill():
    """The square gets the mean of the image: it must get `fill`."""
    return {"what": "mean"}


def itself_where_nothing_is_covered():
    """Writing into the result changes the image: return a copy, also where nothing is covered."""
    return {"place": "itself"}
