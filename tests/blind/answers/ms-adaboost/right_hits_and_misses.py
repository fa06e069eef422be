"""No exponential: misses are divided by err, hits by 1 - err, and the sum is taken out; computed in float64."""
def adaboost_round(w: Tensor, y: Tensor, pred: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    weights, missed = w.double(), pred != y
    err = weights[missed].sum().clamp(1e-12, 1 - 1e-12)
    alpha = (torch.log1p(-err) - torch.log(err)) / 2
    new = torch.where(missed, weights / err, weights / (1 - err))
    new = new / new.sum()
    return err.to(w.dtype), alpha.to(w.dtype), new.to(w.dtype)


def adaboost_predict(alphas: Tensor, preds: Tensor) -> Tensor:
    votes = (alphas[:, None] * preds).sum(0)
    return 2 * (votes >= 0).to(votes.dtype) - 1
