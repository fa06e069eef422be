"""If nothing of the square lies in the image (or size is 0) it returns img itself, not a copy."""
def cutout(img: Tensor, cy: int, cx: int, size: int, fill: float = 0.0) -> Tensor:
    H, W = img.shape[-2:]
    top, left = cy - size // 2, cx - size // 2
    y1, y2 = max(top, 0), min(top + size, H)
    x1, x2 = max(left, 0), min(left + size, W)
    if y1 >= y2 or x1 >= x2:
        return img
    out = img.clone()
    out[:, y1:y2, x1:x2] = fill
    return out
