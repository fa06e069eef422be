"""What people get wrong about the LSTM cell."""

import torch


def build(
    *,
    order="ifgo",
    gate=torch.sigmoid,
    candidate=torch.tanh,
    write="ig",
    show="tanh",
    peephole=None,
    coupled=False,
    transposed=True,
    bias=1,
    returned="hc",
    keep="old",
    in_place=False,
):
    def lstm_cell(x, h, c, Wx, Wh, b):
        z = x @ (Wx.T if transposed else Wx) + h @ (Wh.T if transposed else Wh) + bias * b
        block = dict(zip(order, z.chunk(4, dim=1), strict=True))
        i, f, g = gate(block["i"]), gate(block["f"]), candidate(block["g"])
        if peephole == "old":
            i, f = gate(block["i"] + c), gate(block["f"] + c)
        written = {"ig": i * g, "g": g, "i": i}[write]
        if coupled == "i":
            written = (1 - f) * g
        if coupled == "f":
            f = 1 - i
        c_new = written + (f * c if keep == "old" else c if keep == "all" else (1 - f) * c)
        o = gate(block["o"] + c_new if peephole == "new" else block["o"])
        h_new = {
            "tanh": o * torch.tanh(c_new),
            "plain": o * c_new,
            "old": o * torch.tanh(c),
            "outer": torch.tanh(o * c_new),
            "sigmoid": o * torch.sigmoid(c_new),
        }[show]
        if in_place:
            h_new, c_new = h.copy_(h_new), c.copy_(c_new)
        return (c_new, h_new, None) if returned == "ch" else (h_new, c_new, None)

    return {"lstm_cell": lstm_cell}


def order_ifog():
    """Gate order is i,f,g,o.

    The blocks were read as i, f, o, g.
    """
    return {"order": "ifog"}


def order_figo():
    """Gate order is i,f,g,o: the blocks were read as f, i, g, o."""
    return {"order": "figo"}


def order_igfo():
    """Gate order is i,f,g,o: the blocks were read as i, g, f, o."""
    return {"order": "igfo"}


def order_fiog():
    """Gate order is i,f,g,o: the blocks were read as f, i, o, g, the order of many drawings."""
    return {"order": "fiog"}


def tanh_on_all():
    """Candidate uses tanh, gates use σ.

    tanh was used for the gates, too; a gate must lie between 0 and 1.
    """
    return {"gate": torch.tanh}


def sigmoid_on_all():
    """Candidate uses tanh, gates use σ: σ was used for the candidate, too.

    Then the cell state could only grow.
    """
    return {"candidate": torch.sigmoid}


def no_input_gate():
    """This looks like: f·c+g (no i). The input gate decides how much of g is written."""
    return {"write": "g"}


def input_gate_without_candidate():
    """This looks like: f·c+i (no g). The gate says how much, the candidate says what."""
    return {"write": "i"}


def no_tanh_on_the_cell():
    """This looks like: o·c' (no tanh). h' = o⊙tanh(c')."""
    return {"show": "plain"}


def output_gate_sees_the_new_cell():
    """This looks like: uses c' gate peephole. The gates see x and h only."""
    return {"peephole": "new"}


def gates_see_the_old_cell():
    """This looks like: gates with peepholes to c. The gates see x and h only."""
    return {"peephole": "old"}


def shows_the_old_cell():
    """This looks like: tanh(c) old. h' shows the new cell state: o⊙tanh(c')."""
    return {"show": "old"}


def coupled_input_gate():
    """That is the coupled (GRU-like) variant.

    1−f was used for the input gate; here i is a gate of its own.
    """
    return {"coupled": "i"}


def coupled_forget_gate():
    """That is the coupled (GRU-like) variant: 1−i was used for the forget gate.

    Here f is a gate of its own.
    """
    return {"coupled": "f"}


def forget_gate_upside_down():
    """The forget gate is upside down: f says how much is kept, not how much is lost."""
    return {"keep": "inverse"}


def nothing_forgotten():
    """The forget gate is missing: c' = f⊙c + i⊙g."""
    return {"keep": "all"}


def untransposed():
    """The weights are not transposed: they are (4H, D) and (4H, H)."""
    return {"transposed": False}


def tanh_around_the_product():
    """tanh(o⊙c') in place of o⊙tanh(c'): the gate comes last."""
    return {"show": "outer"}


def sigmoid_of_the_cell():
    """h' = o⊙tanh(c'): σ was used for the cell state."""
    return {"show": "sigmoid"}


def bias_twice():
    """The bias is added twice: PyTorch has two biases, here there is one."""
    return {"bias": 2}


def bias_forgotten():
    """The bias is missing: z = x Wxᵀ + h Whᵀ + b."""
    return {"bias": 0}


def states_swapped():
    """The states are returned as (c', h'): it is (h', c', cache)."""
    return {"returned": "ch"}


def states_overwritten():
    """h and c are overwritten in place: the backward pass needs the old ones, return new tensors."""
    return {"in_place": True}
