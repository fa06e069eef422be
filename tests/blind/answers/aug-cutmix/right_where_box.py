"""A boolean picture of the box chooses between both images by where, and its count gives the area."""
def rand_bbox(H: int, W: int, lam: float, cy: int, cx: int) -> tuple[int, int, int, int]:
    ends = []
    for size, centre in ((H, cy), (W, cx)):
        half = int(size * math.sqrt(1 - lam)) // 2
        ends += [sorted((0, centre - half, size))[1], sorted((0, centre + half, size))[1]]
    return tuple(ends)


def cutmix(x: Tensor, q: Tensor, lam: float, perm: Tensor, cy: int, cx: int) -> tuple[Tensor, Tensor, float]:
    H, W = x.shape[-2:]
    y1, y2, x1, x2 = rand_bbox(H, W, lam, cy, cx)
    box = torch.zeros(H, W, dtype=torch.bool, device=x.device)
    box[y1:y2, x1:x2] = True
    lam_adj = 1 - int(box.sum()) / (H * W)
    return torch.where(box, x[perm], x), lam_adj * q + (1 - lam_adj) * q[perm], lam_adj
