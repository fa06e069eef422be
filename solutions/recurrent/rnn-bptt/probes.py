"""The backward pass runs where autograd does not exist."""

import torch


def _gradients(answer, xs, hs, h0, Wx, Wh, dhs):
    with torch.inference_mode():
        dWx, dWh, db, dh0 = answer.rnn_backward(xs, hs, h0, Wx, Wh, dhs)
        return {"dWx": dWx, "dWh": dWh, "db": db, "dh0": dh0}


call, strided, untouched, _, op_counts = _through(_gradients)
