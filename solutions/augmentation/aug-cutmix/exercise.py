import math

import torch
from torch import Tensor


# %% answer
def rand_bbox(H: int, W: int, lam: float, cy: int, cx: int) -> tuple[int, int, int, int]:
    """Return (y1, y2, x1, x2): the box of h = int(H * sqrt(1 - lam)) rows around cy, and w columns likewise around cx.

    Rows are cy - h // 2, ..., cy + h // 2 - 1, clipped to the image: 0 <= y1 <= y2 <= H. Columns likewise.
    """
    ### BEGIN SOLUTION
    side = math.sqrt(1 - lam)  # area, not side, is 1 − λ
    h, w = int(H * side), int(W * side)
    # [c − ⌊h/2⌋, c + ⌊h/2⌋) ∩ [0, H)
    y1, y2 = max(cy - h // 2, 0), min(cy + h // 2, H)
    x1, x2 = max(cx - w // 2, 0), min(cx + w // 2, W)
    return y1, y2, x1, x2
    ### END SOLUTION


def cutmix(x: Tensor, q: Tensor, lam: float, perm: Tensor, cy: int, cx: int) -> tuple[Tensor, Tensor, float]:
    """Return (x', q', lam_adj) for images x [N, C, H, W] and targets q [N, K].

    In the box, sample i gets the pixels of sample perm[i]. lam_adj is the share of pixels that it keeps, and the targets are
    lam_adj * q + (1 - lam_adj) * q[perm].
    """
    ### BEGIN SOLUTION
    H, W = x.shape[-2:]
    y1, y2, x1, x2 = rand_bbox(H, W, lam, cy, cx)
    mixed = x.clone()
    mixed[..., y1:y2, x1:x2] = x[perm][..., y1:y2, x1:x2]
    # λ' = 1 − area / (H W)
    lam_adj = 1 - (y2 - y1) * (x2 - x1) / (H * W)
    return mixed, lam_adj * q + (1 - lam_adj) * q[perm], lam_adj
    ### END SOLUTION


# %% example
example("box", rand_bbox(8, 8, 0.75, 4, 4), (2, 6, 2, 6))
example("box in the corner", rand_bbox(8, 8, 0.75, 0, 7), (0, 2, 5, 8))
x = torch.stack([torch.zeros(1, 8, 8), torch.ones(1, 8, 8)])
_, q, lam = cutmix(x, torch.eye(2), 0.75, torch.tensor([1, 0]), 0, 7)
example("share that is kept", lam, 0.90625)
example("targets", q, torch.tensor([[0.90625, 0.09375], [0.09375, 0.90625]]))

# %% plot
import matplotlib.pyplot as plt

# The title is the share of the first image in the label: near the border the box is smaller, and so is the share given away.
up, across = torch.meshgrid(torch.linspace(0, 1, 28), torch.linspace(0, 1, 28), indexing="ij")
x = torch.stack([up, across])[:, None]
figure, axes = plt.subplots(1, 3, figsize=(9, 3))
for axis, (cy, cx) in zip(axes, ((14, 14), (2, 20), (27, 27))):
    mixed, _, lam = cutmix(x, torch.eye(2), 0.6, torch.tensor([1, 0]), cy, cx)
    axis.imshow(mixed[0, 0], cmap="gray")
    axis.set_title(f"λ' = {lam:.3f}")
plt.show()
