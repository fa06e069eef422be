import torch


def diagonal_matrix():
    """diag(a) @ W, and a bias of zeros where there is none."""

    def fold_bn(W, b, gamma, beta, rm, rv, eps=1e-5):
        a = gamma * torch.rsqrt(rv + eps)
        b = torch.zeros_like(rm) if b is None else b
        return torch.diag(a) @ W, beta + a * (b - rm)

    return fold_bn


def columns_by_transposing():
    """(W.T * a).T and einsum."""

    def fold_bn(W, b, gamma, beta, rm, rv, eps=1e-5):
        a = gamma.div((rv + eps) ** 0.5)
        shift = beta - a * rm
        if b is not None:
            shift = shift + torch.einsum("o,o->o", a, b)
        return (W.T * a).T, shift

    return fold_bn
