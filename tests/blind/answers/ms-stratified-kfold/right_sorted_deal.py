"""Sorts all samples by label once and deals them out like cards, position modulo k; no loop over the classes."""
def stratified_kfold(y: Tensor, k: int) -> list[tuple[Tensor, Tensor]]:
    order = torch.argsort(y, stable=True)
    fold = torch.empty_like(order)
    fold[order] = torch.arange(len(order), device=y.device) % k
    return [((fold != i).nonzero().flatten(), (fold == i).nonzero().flatten()) for i in range(k)]
