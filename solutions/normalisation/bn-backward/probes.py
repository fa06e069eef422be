"""The cache comes from the forward in the student's notebook; both passes run where autograd does not exist."""

import torch


def _gradients(answer, x, gamma, beta, dy, eps=1e-5):
    with torch.inference_mode():
        _, cache = answer.bn_forward_cached(x, gamma, beta, eps)
        dx, dgamma, dbeta = answer.bn_backward(dy, cache)
        return {"dx": dx, "dgamma": dgamma, "dbeta": dbeta}


call, strided, untouched, _, op_counts = _through(_gradients)
