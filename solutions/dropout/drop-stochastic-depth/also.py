def paper_form():
    """Matches the form of the paper (x + k·f(x) in training, x + s·f(x) in evaluation): accepted."""
    return {"train": "1", "evaluation": "s"}
