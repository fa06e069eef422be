import torch


def where():
    """Compares row and column numbers, then where."""

    def cutout(img, cy, cx, size, fill=0.0):
        _, H, W = img.shape
        y, x = torch.arange(H, device=img.device)[:, None], torch.arange(W, device=img.device)
        top, left = cy - size // 2, cx - size // 2
        inside = (y >= top) & (y < top + size) & (x >= left) & (x < left + size)
        return torch.where(inside, torch.full((), fill, dtype=img.dtype, device=img.device), img)

    return cutout


def mask_multiply():
    """Multiplies by a mask of zeros and ones and adds the fill."""

    def cutout(img, cy, cx, size, fill=0.0):
        _, H, W = img.shape
        keep = torch.ones(H, W, dtype=img.dtype, device=img.device)
        y1, x1 = min(max(cy - size // 2, 0), H), min(max(cx - size // 2, 0), W)
        y2, x2 = min(max(cy - size // 2 + size, 0), H), min(max(cx - size // 2 + size, 0), W)
        keep[y1:y2, x1:x2] = 0
        return img * keep + fill * (1 - keep)

    return cutout
