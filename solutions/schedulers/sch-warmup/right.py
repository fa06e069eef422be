def expression():
    """A conditional expression."""
    return lambda base, warmup, after, step: after(step - warmup) if step >= warmup else step / warmup * base


def as_class():
    """An object that is called."""

    class Warmed:
        def __init__(self, base, warmup, after):
            self.base, self.warmup, self.after = base, warmup, after

        def __call__(self, step):
            late = step - self.warmup
            return self.after(late) if late >= 0 else self.base * (1 + late / self.warmup)

    return lambda base, warmup, after, step: Warmed(base, warmup, after)(step)


def pieces():
    """The first piece whose time has come."""

    def with_warmup(base, warmup, after, step):
        pieces = [(warmup, after), (0, lambda t: base * t / warmup)]
        start, piece = next((start, piece) for start, piece in pieces if step >= start)
        return piece(step - start)

    return with_warmup
