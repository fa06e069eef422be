"""The new state; what is cached is the student's business."""


def _state(answer, *args):
    h, c, _ = answer.lstm_cell(*args)
    return {"h": h, "c": c}


call, strided, untouched, gradient, op_counts = _through(_state)


def unrolled(answer, xs, h, c, Wx, Wh, b):
    """The states at every step of a sequence."""
    steps = []
    for x in xs:
        h, c, _ = answer.lstm_cell(x, h, c, Wx, Wh, b)
        steps.append({"h": h.clone(), "c": c.clone()})
    return {"step": steps}
