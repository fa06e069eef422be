def floor_form():
    """Matches the rounding-down convention: accepted."""
    import torch

    return {"half": lambda x: torch.floor(x / 2)}
