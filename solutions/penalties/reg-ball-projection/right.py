import torch


def bisection():
    """The threshold by bisection; the disc by comparison."""

    def project_l2(w, r):
        norm = w.pow(2).sum().sqrt()
        return w.clone() if norm <= r else w * (r / norm)

    def project_l1(w, r):
        if w.abs().sum() <= r:
            return w.clone()
        low, high = 0.0, float(w.abs().max())
        while high - low > 1e-7:
            middle = (low + high) / 2
            if float((w.abs() - middle).clamp(min=0).sum()) > r:
                low = middle
            else:
                high = middle
        return torch.sign(w) * (w.abs() - high).clamp(min=0)

    return {"project_l2": project_l2, "project_l1": project_l1}


def sort_and_count():
    """The number of survivors by sorting."""

    def project_l2(w, r):
        norm = torch.linalg.vector_norm(w)
        return torch.where(norm > r, w * r / norm.clamp(min=1e-30 if w.dtype != torch.float16 else 1e-7), w)

    def project_l1(w, r):
        sizes = w.abs().reshape(-1)
        if sizes.sum() <= r:
            return w.clone()
        ordered, _ = torch.sort(sizes, descending=True)
        counts = torch.arange(1, len(ordered) + 1).to(w)
        excess = torch.cumsum(ordered, 0) - r
        survivors = max(int((ordered * counts > excess).sum()), 1)
        theta = excess[survivors - 1] / survivors
        return torch.relu(w - theta) - torch.relu(-w - theta)

    return {"project_l2": project_l2, "project_l1": project_l1}
