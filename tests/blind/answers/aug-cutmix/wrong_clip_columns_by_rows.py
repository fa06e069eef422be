"""The columns of the box are clipped to H instead of W, which is only noticed where the image is not square."""
def rand_bbox(H: int, W: int, lam: float, cy: int, cx: int) -> tuple[int, int, int, int]:
    share = math.sqrt(1 - lam)
    h, w = int(H * share), int(W * share)

    def clip(v: int) -> int:
        return min(max(v, 0), H)

    return clip(cy - h // 2), clip(cy + h // 2), clip(cx - w // 2), clip(cx + w // 2)


def cutmix(x: Tensor, q: Tensor, lam: float, perm: Tensor, cy: int, cx: int) -> tuple[Tensor, Tensor, float]:
    H, W = x.shape[-2:]
    y1, y2, x1, x2 = rand_bbox(H, W, lam, cy, cx)
    mixed = x.clone()
    mixed[:, :, y1:y2, x1:x2] = x[perm][:, :, y1:y2, x1:x2]
    lam_adj = 1 - (y2 - y1) * (x2 - x1) / (H * W)
    return mixed, lam_adj * q + (1 - lam_adj) * q[perm], lam_adj
