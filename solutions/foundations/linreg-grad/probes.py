"""Drivers of linreg-grad."""

import torch


def gradients(answer, X, y, w, b):
    """Loss and gradients, without autograd."""
    with torch.inference_mode():
        loss, dw, db = answer.linreg_grad(X, y, w, b)
    return {"loss": loss, "dw": dw, "db": db}
