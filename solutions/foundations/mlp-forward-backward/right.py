import torch


def mask_in_the_cache():
    """A dict as cache, with the mask; einsum in the backward pass."""

    def mlp_forward(x, W1, b1, W2, b2):
        z = torch.nn.functional.linear(x, W1, b1)
        mask = z > 0
        h = torch.where(mask, z, torch.zeros_like(z))
        return torch.nn.functional.linear(h, W2, b2), {"x": x, "h": h, "mask": mask, "W1": W1, "W2": W2}

    def mlp_backward(dout, cache):
        delta = torch.einsum("no,oh->nh", dout, cache["W2"]) * cache["mask"].to(dout.dtype)
        return {
            "x": torch.einsum("nh,hd->nd", delta, cache["W1"]),
            "W1": torch.einsum("nh,nd->hd", delta, cache["x"]),
            "b1": delta.sum(dim=0),
            "W2": torch.einsum("no,nh->oh", dout, cache["h"]),
            "b2": dout.sum(dim=0),
        }

    return {"mlp_forward": mlp_forward, "mlp_backward": mlp_backward}


def recompute():
    """The cache holds only the inputs; the backward pass computes z again. The gate from h > 0."""

    def mlp_forward(x, W1, b1, W2, b2):
        h = torch.maximum(x @ W1.t() + b1, torch.zeros((), dtype=x.dtype))
        return torch.addmm(b2, h, W2.t()), [x, W1, b1, W2]

    def mlp_backward(dout, cache):
        x, W1, b1, W2 = cache
        h = torch.maximum(x @ W1.t() + b1, torch.zeros((), dtype=x.dtype))
        dh = dout.mm(W2)
        dh[h <= 0] = 0
        ones = torch.ones(1, len(x), dtype=x.dtype)
        return {"W2": (h.t() @ dout).t(), "b2": (ones @ dout)[0], "W1": (x.t() @ dh).t(), "b1": (ones @ dh)[0], "x": dh.mm(W1)}

    return {"mlp_forward": mlp_forward, "mlp_backward": mlp_backward}
