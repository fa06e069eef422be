import torch


def square_root_of_the_odds():
    """Multiplies the misses by √((1 − ε)/ε) and divides the hits by it."""

    def adaboost_round(w, y, pred):
        missed = (y * pred < 0).to(w.dtype)
        err = torch.clamp((w * missed).sum(), 1e-12, 1 - 1e-12)
        step = ((1 - err) / err).sqrt()
        w_new = w * torch.where(missed > 0, step, 1 / step)
        return err, step.log(), w_new / w_new.sum()

    def adaboost_predict(alphas, preds):
        score = (alphas[:, None] * preds).sum(0)
        return 2 * (score >= 0).to(preds.dtype) - 1

    return {"adaboost_round": adaboost_round, "adaboost_predict": adaboost_predict}


def halves():
    """Gives half of the weight to the misses and half to the hits; plain numbers."""

    def adaboost_round(w, y, pred):
        missed = pred.ne(y)
        err = min(max(float(w[missed].sum()), 1e-12), 1 - 1e-12)
        alpha = 0.5 * (torch.log1p(torch.tensor(-err, dtype=torch.float64)) - torch.log(torch.tensor(err, dtype=torch.float64)))
        w_new = torch.where(missed, w / (2 * err), w / (2 * (1 - err)))
        return err, float(alpha), w_new / w_new.sum()

    def adaboost_predict(alphas, preds):
        score = torch.einsum("t,tn->n", alphas, preds)
        sign = torch.sign(score)
        sign[sign == 0] = 1
        return sign.long()

    return {"adaboost_round": adaboost_round, "adaboost_predict": adaboost_predict}
