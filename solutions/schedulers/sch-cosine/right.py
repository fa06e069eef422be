import math


def squared():
    """cos² of the half angle."""

    def cosine(lr0, lr_min, total, step):
        u = min(step / total, 1.0)
        return lr_min + (lr0 - lr_min) * math.cos(0.5 * math.pi * u) ** 2

    return cosine


def sine():
    """The sine form: half a swing around the mean."""

    def cosine(lr0, lr_min, total, step):
        if step >= total:
            return lr_min
        middle, swing = (lr0 + lr_min) / 2, (lr0 - lr_min) / 2
        return middle - swing * math.sin(math.pi * (step / total - 0.5))

    return cosine


def mixture():
    """A weighted mean of both ends."""

    def cosine(lr0, lr_min, total, step):
        weight = (1 + math.cos(math.pi * min(step, total) / total)) / 2
        return weight * lr0 + (1 - weight) * lr_min

    return cosine
