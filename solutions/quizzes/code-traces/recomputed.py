"""The answer that no exercise's reference computes, a second way."""

import torch


def CT6(values):
    z = torch.tensor([0.0, float(values["a"]), float(values["b"])], dtype=torch.float64)
    z[1:] = z[1:].log()
    return torch.softmax(z, dim=0).tolist()
