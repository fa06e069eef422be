import torch


def where():
    """A mask of the box, then where; the share is counted from the mask."""

    def rand_bbox(H, W, lam, cy, cx):
        h, w = int(H * (1 - lam) ** 0.5), int(W * (1 - lam) ** 0.5)

        def clip(v, top):
            return min(max(v, 0), top)

        return clip(cy - h // 2, H), clip(cy + h // 2, H), clip(cx - w // 2, W), clip(cx + w // 2, W)

    def cutmix(x, q, lam, perm, cy, cx):
        H, W = x.shape[-2:]
        y1, y2, x1, x2 = rand_bbox(H, W, lam, cy, cx)
        rows, columns = torch.arange(H, device=x.device)[:, None], torch.arange(W, device=x.device)
        inside = (rows >= y1) & (rows < y2) & (columns >= x1) & (columns < x2)
        kept = 1 - int(inside.sum()) / (H * W)
        return torch.where(inside, x[perm], x), kept * q + (1 - kept) * q[perm], kept

    return {"cutmix": cutmix, "rand_bbox": rand_bbox}


def numbers_as_tensors():
    """Corners by clamp on tensors; the partner's batch is copied and the rest of the picture put back."""

    def rand_bbox(H, W, lam, cy, cx):
        half = [int(n * (1.0 - lam) ** 0.5) // 2 for n in (H, W)]
        ends = torch.tensor([cy - half[0], cy + half[0], cx - half[1], cx + half[1]])
        return torch.minimum(ends.clamp(min=0), torch.tensor([H, H, W, W])).tolist()

    def cutmix(x, q, lam, perm, cy, cx):
        y1, y2, x1, x2 = rand_bbox(*x.shape[-2:], lam, cy, cx)
        mask = torch.zeros(x.shape[-2:], dtype=x.dtype, device=x.device)
        mask[y1:y2, x1:x2] = 1
        away = torch.tensor((y2 - y1) * (x2 - x1) / mask.numel(), dtype=torch.float64)
        return x * (1 - mask) + x[perm] * mask, q + float(away) * (q[perm] - q), 1 - away

    return {"cutmix": cutmix, "rand_bbox": rand_bbox}
