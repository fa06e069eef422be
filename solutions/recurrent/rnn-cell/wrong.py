"""What people get wrong about the vanilla cell."""

import torch


def build(
    *,
    transposed=True,
    activation="tanh",
    parts=False,
    in_place=False,
    swapped=False,
    bias=True,
    wh_transposed=True,
    outer_bias=False,
    residual=False,
):
    squash = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "none": lambda a: a, "relu": torch.relu}[activation]

    def rnn_cell(x, h, Wx, Wh, b):
        if swapped:
            Wx, Wh = Wh, Wx
        from_x = x @ (Wx.T if transposed else Wx)
        from_h = h @ (Wh.T if transposed and wh_transposed else Wh)
        if not bias:
            b = torch.zeros_like(b)
        if parts:
            new = squash(from_x) + squash(from_h) + squash(b)
        elif outer_bias:
            new = squash(from_x + from_h) + b
        else:
            new = squash(from_x + from_h + b)
        if residual:
            new = h + new
        return h.copy_(new) if in_place else new

    return {"rnn_cell": rnn_cell}


def untransposed():
    """This looks like: untransposed. Weights are (out, in): x @ Wx.T + h @ Wh.T."""
    return {"transposed": False}


def no_tanh():
    """This looks like: no tanh. The state is the tanh of the sum."""
    return {"activation": "none"}


def sigmoid_for_tanh():
    """This looks like: sigmoid. The vanilla cell uses tanh."""
    return {"activation": "sigmoid"}


def relu_for_tanh():
    """ReLU in place of tanh: nothing bounds the state any more."""
    return {"activation": "relu"}


def tanh_of_each_part():
    """This looks like: tanh applied to each part. Add first, one tanh around the sum."""
    return {"parts": True}


def state_overwritten():
    """This looks like: h updated in place. The backward pass needs the old state: return a new tensor."""
    return {"in_place": True}


def weights_swapped():
    """This looks like: Wx/Wh swapped. Wx multiplies the input, Wh the state."""
    return {"swapped": True}


def bias_forgotten():
    """The bias is missing: tanh(x Wxᵀ + h Whᵀ + b)."""
    return {"bias": False}


def state_weights_untransposed():
    """Wh is not transposed: it is square, so nothing complains, but weights are (out, in)."""
    return {"wh_transposed": False}


def bias_outside():
    """The bias is added after tanh: it belongs inside."""
    return {"outer_bias": True}


def state_added():
    """The old state is added to the new one: that is a residual cell, the vanilla one replaces its state."""
    return {"residual": True}
