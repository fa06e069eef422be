def sum_over_count():
    """The mean written out."""
    return lambda x: x - x.sum() / x.numel()
