import torch


def build(turned="not 6, 9", mirrored="0, 8", refused="unchanged", times=1, label="kept", place="copy", unknown="ValueError", turn="half"):
    """The policy with these decisions."""
    forbidden = {"not 6, 9": (6, 9), "all": (), "not 6": (6,), "not 9": (9,), "0, 8": (1, 2, 3, 4, 5, 6, 7, 9), "none": tuple(range(10))}
    mirrors = {"0, 8": (0, 8), "all": tuple(range(10)), "none": (), "0, 8 and 3": (0, 3, 8), "not 6, 9": (0, 1, 2, 3, 4, 5, 7, 8)}

    def allowed(y):
        found = set() if y in forbidden[turned] else {"rot180"}
        return found | ({"hflip"} if y in mirrors[mirrored] else set())

    def augment(x, y, op):
        if op not in ("hflip", "rot180"):
            if unknown == "ValueError":
                raise ValueError(op)
            return x
        if op not in allowed(y):
            if label == "changed" and op == "rot180":
                return x.flip(-2, -1), {6: 9, 9: 6}.get(y, y)
            return {"unchanged": x, "None": None, "zeros": torch.zeros_like(x), "moved": x.flip(-2, -1) if op == "rot180" else x.flip(-1)}[
                refused
            ]
        for _ in range(times):
            half = x.flip(-2, -1) if turn == "half" else x.flip(-2) if turn == "vflip" else x.mT.flip(-2)
            moved = x.flip(-1) if op == "hflip" else half
            if place == "stored" and moved.shape == x.shape:
                with torch.no_grad():
                    moved = x.copy_(moved)
            x = moved
        return x

    return {"allowed": allowed, "augment": augment}


def turns_everything():
    """A 6 turned by half is a 9: rot180 is forbidden for 6 and 9."""
    return {"turned": "all"}


def turns_nine():
    """A 9 turned by half is a 6: rot180 is forbidden for 9 too."""
    return {"turned": "not 6"}


def turns_six():
    """A 6 turned by half is a 9: rot180 is forbidden for 6 too."""
    return {"turned": "not 9"}


def policy_not_used():
    """`allowed` is right, but `augment` moves every image: ask it first."""
    return {"refused": "moved"}


def changes_the_label():
    """This looks like: the label changed instead.

    The image stays as it is, and only the image is returned.
    """
    return {"label": "changed"}


def global_switch():
    """This looks like: a global switch.

    A class that does not bear one move may bear another: hflip and rot180 have lists of their own.
    """
    return {"mirrored": "not 6, 9"}


def mirrors_everything():
    """hflip is allowed for every digit, but a mirrored 2 is a 5: 0 and 8 only."""
    return {"mirrored": "all"}


def mirrors_three():
    """A mirrored 3 is no 3: upside down it would be one."""
    return {"mirrored": "0, 8 and 3"}


def mirrors_nothing():
    """hflip is never allowed: 0 and 8 bear it."""
    return {"mirrored": "none"}


def turns_nothing():
    """rot180 is never allowed: all digits but 6 and 9 bear it."""
    return {"turned": "none"}


def symmetric_only():
    """rot180 is allowed for 0 and 8 only: it is forbidden for 6 and 9 alone."""
    return {"turned": "0, 8"}


def returns_nothing():
    """This looks like: None instead of the unchanged image.

    Return x where a move is not allowed.
    """
    return {"refused": "None"}


def blacked_out():
    """The image is wiped out where a move is not allowed: return it unchanged."""
    return {"refused": "zeros"}


def applied_twice():
    """This looks like: the move applied twice.

    Two half turns, like two flips, give the image back.
    """
    return {"times": 2}


def quarter_turn():
    """This is a quarter turn: rot180 turns by half."""
    return {"turn": "quarter"}


def vertical_flip():
    """This is a flip upside down: a half turn also reverses the columns."""
    return {"turn": "vflip"}


def stored():
    """The move is written into x: return a new tensor."""
    return {"place": "stored"}


def unknown_ignored():
    """An unknown move is ignored: raise ValueError."""
    return {"unknown": "ignored"}
