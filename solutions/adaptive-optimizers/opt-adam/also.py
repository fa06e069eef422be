def pytorch_form():
    """Matches the PyTorch convention, η m̂ / (√v̂ + ε): accepted."""
    return {"eps": "pytorch"}


def epsilon_hat_form():
    """Matches the “ε-hat” form of the paper's remark and of TensorFlow, η_t m / (√v + ε): accepted."""
    return {"eps": "hat"}
