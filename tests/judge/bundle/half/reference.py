def half(x):
    return x / 2


def twice(x):
    return 2 * x
