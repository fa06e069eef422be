"""Drivers of ms-adaboost."""

import math

import torch


def a_round(answer, w, y, pred):
    """One round: error and α as numbers."""
    err, alpha, w_new = answer.adaboost_round(w, y, pred)
    return {"err": float(err), "alpha": float(alpha), "w": w_new}


def at_the_end(answer, w, y, pred):
    """A round with a learner that is always right or always wrong: what must hold of it."""
    err, alpha, w_new = answer.adaboost_round(w, y, pred)
    return {
        "alpha finite": math.isfinite(float(alpha)),
        "alpha positive": float(alpha) > 0,
        "weights finite": bool(torch.isfinite(w_new).all()),
        "weights sum to 1": abs(float(w_new.sum()) - 1) < 1e-6,
    }


def rounds(answer, y, preds):
    """Several rounds from equal weights, and the vote of all learners."""
    w, told = torch.full_like(y, 1 / len(y)), []
    for pred in preds:
        err, alpha, w = answer.adaboost_round(w, y, pred)
        told.append({"err": float(err), "alpha": float(alpha), "w": w})
    alphas = torch.tensor([r["alpha"] for r in told], dtype=torch.float64)
    return {"round": told, "vote": answer.adaboost_predict(alphas, preds).to(torch.int64)}


def vote(answer, alphas, preds):
    """The final labels, as integers."""
    return answer.adaboost_predict(alphas, preds).to(torch.int64)


def inputs_after(answer, w, y, pred):
    """The inputs after a round."""
    answer.adaboost_round(w, y, pred)
    return [w, y, pred]
