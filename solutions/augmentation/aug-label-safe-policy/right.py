import torch


def table():
    """A dict from digits to moves; one dimension is reversed at a time."""
    moves = {digit: {"rot180"} for digit in range(10)}
    moves[6] = moves[9] = set()
    moves[0] = moves[8] = {"rot180", "hflip"}

    def augment(x, y, op):
        def reverse(t, dim):
            return t.index_select(dim, torch.tensor(range(t.shape[dim])[::-1], dtype=torch.long))

        run = {"hflip": lambda t: reverse(t, -1), "rot180": lambda t: reverse(reverse(t, -1), -2)}
        if op not in run:
            raise ValueError(op)
        return run[op](x) if op in moves[y] else x.clone()

    return {"allowed": lambda label: moves[label], "augment": augment}


def indices():
    """Reversed indices; a list of moves made a frozenset."""

    def allowed(label):
        return frozenset(["hflip"] * (label in {0, 8}) + ["rot180"] * (label not in {6, 9}))

    def augment(x, y, op):
        columns = torch.arange(x.shape[-1] - 1, -1, -1, device=x.device)
        rows = torch.arange(x.shape[-2] - 1, -1, -1, device=x.device)
        if op == "rot180":
            return x[..., rows, :][..., columns] if op in allowed(y) else x
        if op == "hflip":
            return x[..., columns] if op in allowed(y) else x
        raise ValueError(op)

    return {"allowed": allowed, "augment": augment}
