def pytorch_form():
    """Matches the PyTorch convention, ε outside the root: accepted."""
    return {"eps": "outside"}
