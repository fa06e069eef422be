"""Drivers of ms-kfold."""


def order_after(answer, n, k, order):
    """The order after the call."""
    answer.kfold(n, k, order)
    return order
