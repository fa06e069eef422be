"""Stops at the end by max(lr_end, line) instead of min(step, total): a line that rises has lr_end from the first step."""
def linear_decay(lr0: float, lr_end: float, total: int, step: int) -> float:
    return max(lr_end, lr0 + (lr_end - lr0) * step / total)
