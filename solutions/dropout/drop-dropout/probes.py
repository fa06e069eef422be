"""Drivers of drop-dropout."""

import torch


def call(answer, *args, name=None, **kwargs):
    """The plain value; a mask as float64, whatever type it has."""
    result = (answer.main if name is None else getattr(answer, name))(*args, **kwargs)
    return [result[0], result[1].detach().to(torch.float64)] if isinstance(result, tuple) else result


def own_mask(answer, x, p):
    """The result of a drawn mask, and the mask."""
    y, mask = answer.dropout(x, p=p)
    return {"y": y.detach(), "mask": mask.detach().to(torch.float64)}
