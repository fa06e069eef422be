import torch


def loops():
    """Loops from the end; the Jacobian by singular values of a chain of products."""

    def cell_path_gradient(f):
        kept = [torch.ones_like(f[0])]
        for t in range(len(f) - 1, -1, -1):
            kept.insert(0, kept[0] * f[t])
        return torch.stack(kept)

    def rnn_jacobian_norm(Wh, hs):
        J = torch.diag(1 - hs[-1].square()) @ Wh
        for h in reversed(hs[:-1]):
            J = J @ torch.diag(1 - h * h) @ Wh
        return torch.linalg.svdvals(J)[0]

    return {"cell_path_gradient": cell_path_gradient, "rnn_jacobian_norm": rnn_jacobian_norm}


def products_of_slices():
    """One `prod` for every t; eigenvalues of JᵀJ."""

    def cell_path_gradient(f):
        return torch.stack([f[t:].prod(0) for t in range(f.shape[0] + 1)])

    def rnn_jacobian_norm(Wh, hs):
        steps = (1 - hs**2)[..., None] * Wh
        J = steps[0]
        for step in steps[1:]:
            J = step @ J
        return torch.linalg.norm(J, 2)

    return {"cell_path_gradient": cell_path_gradient, "rnn_jacobian_norm": rnn_jacobian_norm}
