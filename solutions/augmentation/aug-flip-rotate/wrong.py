import torch


def build(axes="rows, columns", turn="counter-clockwise", k_rule="mod 4", place="copy", swapped=False, first=0, layout="last"):
    """Flips and rotations with these decisions."""

    def dims(x):
        if layout == "channels last" and x.dim() > 2:
            return x.dim() - 3, x.dim() - 2
        return (0, 1) if layout == "first" else (x.dim() - 2, x.dim() - 1)

    def put(x, y):
        if place == "stored" and x.shape == y.shape:
            with torch.no_grad():
                return x.copy_(y.clone())
        return y.clone()

    def hflip(x):
        rows, columns = dims(x)
        return put(x, x.flip(rows if swapped else columns))

    def vflip(x):
        rows, columns = dims(x)
        return put(x, x.flip(columns if swapped else rows))

    def rot90(x, k):
        rows, columns = dims(x)
        if turn == "transposes":
            return x.transpose(rows, columns).clone() if k % 2 else x.clone()
        if turn == "anti-transposes":
            return x.transpose(rows, columns).flip(rows, columns).clone() if k % 2 else x.clone()
        if k_rule == "no negative k" and k < 0:
            return x.clone()
        if k_rule == "absolute":
            k = abs(k)
        if k_rule == "once":
            k = 1
        if k_rule == "up to 3" and k > 3:
            return x.clone()
        if k_rule == "half turns":
            k = 2 * k
        return put(x, x.rot90(-k if turn == "clockwise" else k, (rows, columns)))

    return {"hflip": hflip, "vflip": vflip, "rot90": rot90}


def axes_swapped():
    """hflip mirrors left–right.

    You mirror top and bottom there: reverse the columns, the last dimension.
    """
    return {"swapped": True}


def clockwise():
    """This looks like: clockwise rotation.

    rot90 turns counter-clockwise: the right edge becomes the top.
    """
    return {"turn": "clockwise"}


def channel_axis():
    """This looks like: flips of the channel axis.

    Rows and columns are the last two dimensions.
    """
    return {"layout": "channels last"}


def first_dimensions():
    """The first two dimensions are moved: rows and columns are the last two."""
    return {"layout": "first"}


def transposes():
    """This looks like: a transposition only.

    A quarter turn also reverses the rows.
    """
    return {"turn": "transposes"}


def anti_transposes():
    """This mirrors at the other diagonal: it is no turn."""
    return {"turn": "anti-transposes"}


def negative_k():
    """This looks like: negative k unsupported.

    −1 quarter turns is one turn clockwise: use k % 4.
    """
    return {"k_rule": "no negative k"}


def absolute_k():
    """The sign of k is ignored: negative k turns clockwise."""
    return {"k_rule": "absolute"}


def one_turn():
    """k is ignored: there is always one quarter turn."""
    return {"k_rule": "once"}


def more_than_three():
    """More than three quarter turns are ignored: use k % 4."""
    return {"k_rule": "up to 3"}


def half_turns():
    """k counts quarter turns: you make half turns."""
    return {"k_rule": "half turns"}


def stored():
    """This looks like: a view of a modified input.

    The result is written into x. Return a new tensor.
    """
    return {"place": "stored"}
