import torch


def round_robin_per_class():
    """Deals the members of every class from fold 0 on; plain lists."""

    def stratified_kfold(y, k):
        vals = [[] for _ in range(k)]
        for c in sorted(set(y.tolist())):
            for place, i in enumerate((y == c).nonzero()[:, 0].tolist()):
                vals[place % k].append(i)
        return [([i for i in range(len(y)) if i not in val], val) for val in vals]

    return stratified_kfold


def tensor_split_per_class():
    """Consecutive pieces of every class, as scikit-learn does for sorted labels."""

    def stratified_kfold(y, k):
        pieces = [torch.tensor_split((y == c).nonzero()[:, 0], k) for c in y.unique()]
        folds = []
        for i in range(k):
            val = torch.cat([piece[i] for piece in pieces])
            mask = torch.ones(len(y), dtype=torch.bool)
            mask[val] = False
            folds.append((mask.nonzero()[:, 0], val))
        return folds

    return stratified_kfold


def shuffled_first():
    """Shuffles the members of every class before dealing."""

    def stratified_kfold(y, k):
        fold = torch.empty(len(y), dtype=torch.int64)
        for c in y.unique():
            members = (y == c).nonzero()[:, 0]
            fold[members[torch.randperm(len(members))]] = torch.arange(len(members)) % k
        return [(torch.where(fold != i)[0], torch.where(fold == i)[0]) for i in range(k)]

    return stratified_kfold
