def mixture():
    """A weighted mean of both ends."""

    def linear_decay(lr0, lr_end, total, step):
        u = min(1.0, step / total)
        return (1 - u) * lr0 + u * lr_end

    return linear_decay


def branches():
    """An if, and a slope."""

    def linear_decay(lr0, lr_end, total, step):
        if step >= total:
            return lr_end
        slope = (lr0 - lr_end) / total
        return lr0 - slope * step

    return linear_decay


def what_is_left():
    """From the end backwards."""
    return lambda lr0, lr_end, total, step: lr_end + (lr0 - lr_end) * max(total - step, 0) / total
