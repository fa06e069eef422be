def what_is_left():
    """The steps that are left, as a share."""
    return lambda lr0, total, step: lr0 * max(total - step, 0) / total
