"""Goes through the classes 0 ... max(y), so samples with a negative label are never validated."""
def stratified_kfold(y: Tensor, k: int) -> list[tuple[Tensor, Tensor]]:
    N = y.shape[0]
    fold = torch.full((N,), -1)
    offset = 0
    for c in range(int(y.max()) + 1):
        members = torch.nonzero(y == c).flatten()
        fold[members] = (torch.arange(len(members)) + offset) % k
        offset += len(members)
    return [(torch.nonzero(fold != i).flatten(), torch.nonzero(fold == i).flatten()) for i in range(k)]
