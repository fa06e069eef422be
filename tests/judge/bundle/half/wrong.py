def forgets_to_double():
    """Twice is missing its factor."""
    return {"twice": lambda x: x}


def floors_and_forgets():
    """Rounds down, and twice is missing its factor."""
    import torch

    return {"half": lambda x: torch.floor(x / 2), "twice": lambda x: x}
