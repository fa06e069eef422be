import torch
from torch import Tensor


# %% answer
def cutout(img: Tensor, cy: int, cx: int, size: int, fill: float = 0.0) -> Tensor:
    """Return a copy of img [C, H, W] with a square of side `size` set to `fill` in all channels.

    The square has the rows cy - size // 2, ..., cy - size // 2 + size - 1, and the columns likewise from cx; what lies
    outside the image is cut off.
    """
    ### BEGIN SOLUTION
    top, left = cy - size // 2, cx - size // 2
    out = img.clone()
    # rows [c − ⌊s/2⌋, c − ⌊s/2⌋ + s) ∩ [0, H)
    out[:, max(top, 0) : max(top + size, 0), max(left, 0) : max(left + size, 0)] = fill
    return out
    ### END SOLUTION


# %% example
img = torch.arange(1.0, 17.0).reshape(1, 4, 4)
wanted = torch.tensor([[[1.0, 2.0, 0.0, 0.0], [5.0, 6.0, 0.0, 0.0], [9.0, 10.0, 11.0, 12.0], [13.0, 14.0, 15.0, 16.0]]])
example("cutout", cutout(img, 1, 3, 2), wanted)
example("odd size", cutout(img, 1, 1, 3)[0, 3], torch.tensor([13.0, 14.0, 15.0, 16.0]))

# %% plot
import matplotlib.pyplot as plt

# The square may stick out of the image: then less is covered.
img = torch.linspace(0.3, 1, 28 * 28).reshape(1, 28, 28)
figure, axes = plt.subplots(1, 3, figsize=(9, 3))
for axis, (cy, cx) in zip(axes, ((14, 14), (2, 20), (27, 27))):
    axis.imshow(cutout(img, cy, cx, 12)[0], cmap="gray", vmin=0, vmax=1)
    axis.set_title(f"centre ({cy}, {cx})")
plt.show()
