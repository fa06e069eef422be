"""What people get wrong about backpropagation through time."""

import torch


def build(
    *,
    steps="all",
    derivative="tanh",
    transposed=False,
    memory="previous",
    outside="all",
    average=None,
    carried=True,
    last="through",
    batch="sum",
    later_twice=False,
    n_before="after",
):
    def rnn_backward(xs, hs, h0, Wx, Wh, dhs):
        T = len(xs)
        dWx, dWh, db = torch.zeros_like(Wx), torch.zeros_like(Wh), torch.zeros_like(Wh[0])
        n, a = torch.zeros_like(h0), torch.zeros_like(h0)
        for t in reversed(range(T)):
            dh = dhs[t] if outside == "all" or t == T - 1 else torch.zeros_like(h0)
            slope = {
                "tanh": 1 - hs[t] ** 2,
                "none": torch.ones_like(h0),
                "linear": 1 - hs[t],
                "sigmoid": hs[t] * (1 - hs[t]),
                "previous": 1 - (hs[t - 1] if t else h0) ** 2,
            }[derivative]
            a = dh * slope + n if n_before == "outside the slope" else (dh + n) * slope
            before = hs[t] if memory == "same" else torch.zeros_like(h0) if not t and memory == "no start" else (hs[t - 1] if t else h0)
            grads = a.T @ xs[t], a.T @ before, a.sum(0) if batch == "sum" else a.mean(0)
            if steps == "all" or (steps == "last" and t == T - 1):
                dWx, dWh, db = dWx + grads[0], dWh + grads[1], db + grads[2]
            elif steps == "overwritten":
                dWx, dWh, db = grads
            n = (a @ (Wh.T if transposed else Wh)) if carried or t == 0 else torch.zeros_like(h0)
        if average == "steps":
            dWx, dWh, db = dWx / T, dWh / T, db / T
        elif average == "batch":
            dWx, dWh, db = (g / len(h0) for g in (dWx, dWh, db))
        return dWx, dWh, db, a if last == "delta" else n

    return {"rnn_backward": rnn_backward}


def only_the_last_step():
    """Truncated: sum over time.

    Only the last step contributes to the weights; every step used them.
    """
    return {"steps": "last"}


def tanh_derivative_missing():
    """This looks like: tanh' missing. a_t = (dh_t + n)⊙(1−h_t²)."""
    return {"derivative": "none"}


def recurrent_weights_transposed():
    """a Wh, not a Whᵀ.

    Forward multiplies by Whᵀ, so backward multiplies by Wh.
    """
    return {"transposed": True}


def gradient_with_the_new_state():
    """This looks like: dWh uses h_t not h_{t−1}. The cell at step t has read h_{t−1}."""
    return {"memory": "same"}


def only_the_last_loss():
    """This looks like: dh_t ignored except last. Every step has a gradient of its own: add dh_t to what comes from later."""
    return {"outside": "last"}


def derivative_not_squared():
    """This looks like: 1−h instead of 1−h². tanh' = 1 − tanh²."""
    return {"derivative": "linear"}


def averaged_over_time():
    """This looks like: averaged over T. The gradient is a sum over the steps."""
    return {"average": "steps"}


def averaged_over_the_batch():
    """The weights' gradients are averaged over the batch: dhs holds the gradient of the whole loss, so they are sums."""
    return {"average": "batch"}


def overwritten_at_every_step():
    """The gradients are overwritten at every step: use += for the weights, they are shared by all steps."""
    return {"steps": "overwritten"}


def nothing_carried_back():
    """Nothing is carried to earlier steps: n ← a_t Wh joins the gradient of the step before."""
    return {"carried": False}


def last_delta_returned():
    """dh0 is the delta of the first step: one more multiplication by Wh leads to h0."""
    return {"last": "delta"}


def sigmoid_derivative():
    """h(1−h) is the derivative of the sigmoid: that of tanh is 1−h²."""
    return {"derivative": "sigmoid"}


def derivative_at_the_step_before():
    """The derivative is taken at h_{t−1}: it belongs to the output h_t of the step."""
    return {"derivative": "previous"}


def start_state_left_out():
    """h0 is left out of dWh: the first step has read it."""
    return {"memory": "no start"}


def derivative_on_one_part():
    """Only dh_t goes through the tanh: what comes from later does, too: (dh_t + n)⊙(1−h_t²)."""
    return {"n_before": "outside the slope"}


def bias_averaged():
    """db is averaged over the batch: it is a sum."""
    return {"batch": "mean"}
