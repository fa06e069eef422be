import bisect


def bisected():
    """bisect_right in the sorted list."""
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** bisect.bisect_right(sorted(milestones), step)


def loop():
    """Multiply at every milestone that is over."""

    def multistep(lr0, milestones, gamma, step):
        lr = lr0
        for milestone in milestones:
            if step >= milestone:
                lr *= gamma
        return lr

    return multistep


def filtered():
    """The length of a filtered list."""
    return lambda lr0, milestones, gamma, step: pow(gamma, len([m for m in milestones if not m > step])) * lr0
