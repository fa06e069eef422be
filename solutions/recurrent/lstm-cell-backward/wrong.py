"""What people get wrong about the backward pass of the LSTM."""

import torch


def build(
    *,
    through_h=True,
    tanh_slope="one minus square",
    old_cell=True,
    order="ifgo",
    dc_used=True,
    dc_gate="f",
    dh="weights",
    db="sum",
    sigmoid_slope=True,
    candidate_slope=True,
    input_of="h",
    o_with="tanh",
    weights_by="sum",
    delta_for_o=False,
    output_gate_in_delta=True,
):
    def lstm_cell_backward(dh_new, dc_new, cache):
        i, f, g, o, c, c_new = (cache[key] for key in ("i", "f", "g", "o", "c", "c_new"))
        tanh_c = torch.tanh(c_new)
        slope = {
            "one minus square": 1 - tanh_c**2,
            "none": torch.ones_like(tanh_c),
            "square": tanh_c**2,
            "of the old": 1 - torch.tanh(c) ** 2,
        }[tanh_slope]
        delta = dc_new if dc_used else torch.zeros_like(dc_new)
        if through_h:
            delta = delta + dh_new * (o if output_gate_in_delta else 1) * slope

        def gate(s):
            return s * (1 - s) if sigmoid_slope else torch.ones_like(s)

        z = {
            "i": delta * g * gate(i),
            "f": delta * (c if old_cell else c_new) * gate(f),
            "g": delta * i * ((1 - g**2) if candidate_slope is True else g * (1 - g) if candidate_slope == "sigmoid" else 1),
            "o": (delta if delta_for_o else dh_new) * (tanh_c if o_with == "tanh" else c_new) * gate(o),
        }
        dz = torch.cat([z[k] for k in order], dim=1)
        dc = delta * {"f": f, "i": i, "none": torch.ones_like(f)}[dc_gate]
        dh_old = {
            "weights": lambda: dz @ cache["Wh"],
            "none": lambda: dz.reshape(len(dz), 4, -1).sum(1),
            "direct": lambda: dz @ cache["Wh"] + dh_new * o,
        }[dh]()
        n = len(dz) if weights_by == "mean" else 1
        memory = cache["h"] if input_of == "h" else o * tanh_c
        total = {"sum": lambda: dz.sum(0), "none": lambda: dz, "mean": lambda: dz.mean(0)}[db]()
        return dz @ cache["Wx"], dh_old, dc, dz.T @ cache["x"] / n, dz.T @ memory / n, total / n

    return {"lstm_cell_backward": lstm_cell_backward}


def output_path_into_c_missing():
    """c' also receives gradient through h'.

    δ = dc' + dh'⊙o⊙(1−tanh²c').
    """
    return {"through_h": False}


def tanh_slope_missing():
    """This looks like: (1−tanh²) missing. h' = o⊙tanh(c'), so dh' passes the slope of tanh on its way to c'."""
    return {"tanh_slope": "none"}


def tanh_slope_inverted():
    """This looks like: uses tanh² instead of 1−tanh². The slope of tanh is 1−tanh²."""
    return {"tanh_slope": "square"}


def tanh_slope_at_the_old_cell():
    """The slope of tanh is taken at the old cell: h' = o⊙tanh(c') shows the new one."""
    return {"tanh_slope": "of the old"}


def forget_gate_with_the_new_cell():
    """∂c'/∂f is the *old* cell.

    c' = f⊙c + i⊙g: the forget gate multiplies c.
    """
    return {"old_cell": False}


def gate_order():
    """This looks like: gate order. dz stands in the order i, f, g, o, like the blocks of the weights; here it was i, f, o, g."""
    return {"order": "ifog"}


def gate_order_figo():
    """This looks like: gate order, f before i. dz stands in the order i, f, g, o, like the blocks of the weights."""
    return {"order": "figo"}


def cell_gradient_ignored():
    """This looks like: dc' ignored. The gradient from the next cell state is the one the LSTM is built for."""
    return {"dc_used": False}


def cell_gradient_through_the_input_gate():
    """This looks like: dc=δ·i. c' = f⊙c + …, so dc = δ⊙f."""
    return {"dc_gate": "i"}


def cell_gradient_without_gate():
    """dc = δ without the forget gate: what was forgotten gets no gradient, dc = δ⊙f."""
    return {"dc_gate": "none"}


def recurrent_weights_missing():
    """This looks like: dh omits Wh. h enters through its weights: dh = dz Wh."""
    return {"dh": "none"}


def output_passed_straight_to_h():
    """dh' is passed straight to dh: h' does not contain h except through the gates."""
    return {"dh": "direct"}


def bias_not_summed():
    """This looks like: db not summed over batch. All samples share b."""
    return {"db": "none"}


def bias_averaged():
    """db is averaged over the batch: it is a sum."""
    return {"db": "mean"}


def sigmoid_slope_missing():
    """The slopes of the gates are missing: σ' = σ(1−σ)."""
    return {"sigmoid_slope": False}


def candidate_slope_missing():
    """The slope of the candidate is missing: tanh' = 1−g²."""
    return {"candidate_slope": False}


def candidate_slope_of_a_sigmoid():
    """The candidate got the slope of a sigmoid: g is a tanh, 1−g²."""
    return {"candidate_slope": "sigmoid"}


def recurrent_weights_with_the_new_state():
    """dWh uses h' not h: the gates have read the old state."""
    return {"input_of": "h_new"}


def output_gate_with_plain_cell():
    """The output gate is multiplied with c': h' = o⊙tanh(c'), so ∂h'/∂o = tanh(c')."""
    return {"o_with": "c"}


def averaged_over_the_batch():
    """The weights' gradients are averaged over the batch: they are sums."""
    return {"weights_by": "mean"}


def delta_for_the_output_gate():
    """δ was used for the output gate: o acts on h' only, its gradient comes from dh'."""
    return {"delta_for_o": True}


def output_gate_missing_in_delta():
    """o is missing in δ: dh' passes the output gate on its way to c'."""
    return {"output_gate_in_delta": False}
