import torch


def build(hidden="relu", gate="z>0", back="W2", bias="sum", second="h", cache="kept", out="linear", layout="out,in", dx="gated", mean=False):
    """A two-layer network and its backward pass with these decisions."""

    def mlp_forward(x, W1, b1, W2, b2):
        z = x @ W1.T + (0 if bias == "forgotten" else b1)
        h = {"relu": z.clamp(min=0), "none": z, "tanh": torch.tanh(z), "abs": z.abs()}[hidden]
        o = h @ W2.T + b2
        return (o.clamp(min=0) if out == "relu" else o), (x, W1, W2, z, h)

    def mlp_backward(dout, cache_):
        x, W1, W2, z, h = cache_
        dh = dout @ (W2.T if back == "W2.T" else W2)
        gates = {"z>0": z > 0, "none": z == z, "h>=0": h >= 0, "dh>0": dh > 0, "z>=0": z >= 0, "relu": h, "z<0": z < 0}
        dz = dh * gates[gate]
        inner = {"h": h, "z": z, "mask": (z > 0).to(z.dtype)}[second]
        grads = {"W1": dz.T @ x, "b1": dz.sum(0), "W2": dout.T @ inner, "b2": dout.sum(0), "x": (dh if dx == "ungated" else dz) @ W1}
        if bias == "mean":
            grads["b1"], grads["b2"] = dz.mean(0), dout.mean(0)
        if bias == "b1 ungated":
            grads["b1"] = dh.sum(0)
        if layout == "in,out":
            grads["W1"], grads["W2"] = grads["W1"].T, grads["W2"].T
        if mean:
            grads = {name: value if name == "x" else value / max(len(x), 1) for name, value in grads.items()}
        if cache == "changed":
            h.mul_(z > 0.5)
        return grads

    return {"mlp_forward": mlp_forward, "mlp_backward": mlp_backward}


def gate_forgotten():
    """dW1 ignores the ReLU gate.

    Multiply δW₂ by [z > 0]. (With h >= 0 all gates are open: h is never negative.)
    """
    return {"gate": "none"}


def all_gates_open():
    """dW1 ignores the ReLU gate.

    Multiply δW₂ by [z > 0]. (With h >= 0 all gates are open: h is never negative.)
    """
    return {"gate": "h>=0"}


def not_transposed():
    """Shape matches only for square layers; use W2, not W2ᵀ."""
    return {"back": "W2.T"}


def bias_averaged():
    """Sum db over the batch; the 1/N is already in dout."""
    return {"bias": "mean"}


def averaged_again():
    """All gradients are divided by N again; the 1/N is already in dout."""
    return {"mean": True}


def uses_the_preactivation():
    """Use h after ReLU.

    dW2 is δᵀh, not δᵀz.
    """
    return {"second": "z"}


def changes_the_cache():
    """This looks like: a cache that is changed by the backward pass.

    A second backward pass on the same cache gives other gradients.
    """
    return {"cache": "changed"}


def uses_the_mask():
    """dW2 uses the gate [z > 0] in place of the activation h."""
    return {"second": "mask"}


def gate_from_the_gradient():
    """The gate looks at the sign of the gradient; it belongs to the pre-activation z."""
    return {"gate": "dh>0"}


def gate_is_the_activation():
    """The gradient is multiplied by h; multiply it by 1 where z > 0."""
    return {"gate": "relu"}


def gate_reversed():
    """The gate is reversed: it is open where z > 0."""
    return {"gate": "z<0"}


def input_gradient_ungated():
    """dx ignores the ReLU gate: it goes through δ_z."""
    return {"dx": "ungated"}


def bias_ungated():
    """db1 ignores the ReLU gate."""
    return {"bias": "b1 ungated"}


def transposed_gradients():
    """dW1 and dW2 are transposed: they have the shape of the weights, [out, in]."""
    return {"layout": "in,out"}


def no_activation():
    """The forward pass has no ReLU: two linear layers are one."""
    return {"hidden": "none"}


def tanh_activation():
    """The hidden layer uses tanh; ReLU is required."""
    return {"hidden": "tanh"}


def absolute_activation():
    """The hidden layer takes |z|; ReLU makes negative values 0."""
    return {"hidden": "abs"}


def relu_on_the_output():
    """ReLU is applied to the output too; the last layer is linear."""
    return {"out": "relu"}


def bias_forgotten():
    """b1 is missing in the forward pass."""
    return {"bias": "forgotten"}
