def mean_of_rows():
    """The mean of each row was subtracted; the mean of all entries is wanted."""
    return lambda x: x - x.mean(-1, keepdim=True)


def not_subtracted():
    """The mean was added.

    Subtract it: afterwards the entries add up to zero.
    """
    return lambda x: x + x.mean()
