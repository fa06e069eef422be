import torch
from torch import Tensor


# %% answer
def hflip(x: Tensor) -> Tensor:
    """Return x [..., H, W] mirrored left-right: the order of the columns is reversed."""
    ### BEGIN SOLUTION
    W = x.shape[-1]
    # y[…, i, j] = x[…, i, W − 1 − j]
    return x[..., torch.arange(W, device=x.device).neg() + (W - 1)]
    ### END SOLUTION


def vflip(x: Tensor) -> Tensor:
    """Return x [..., H, W] upside down: the order of the rows is reversed."""
    ### BEGIN SOLUTION
    # y[…, i, j] = x[…, H − 1 − i, j]
    return hflip(x.transpose(-2, -1)).transpose(-2, -1)
    ### END SOLUTION


def rot90(x: Tensor, k: int) -> Tensor:
    """Return x [..., H, W] turned counter-clockwise by k quarter turns; k may be any integer."""
    ### BEGIN SOLUTION
    # a quarter turn: y[…, i, j] = x[…, j, W − 1 − i]
    for _ in range(k % 4):
        x = vflip(x.transpose(-2, -1))
    return x
    ### END SOLUTION


# %% example
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
example("hflip", hflip(x), torch.tensor([[2.0, 1.0], [4.0, 3.0]]))
example("vflip", vflip(x), torch.tensor([[3.0, 4.0], [1.0, 2.0]]))
example("rot90", rot90(x, 1), torch.tensor([[2.0, 4.0], [1.0, 3.0]]))

# %% plot
import matplotlib.pyplot as plt

# Which of these is still a 7? Mirroring keeps a cat a cat, but not every class survives every move.
x = torch.zeros(9, 7)
x[1, 1:6] = 1
for i in range(7):
    x[1 + i, 5 - i // 2] = 1
figure, axes = plt.subplots(1, 4, figsize=(10, 3))
for axis, (title, y) in zip(axes, (("x", x), ("hflip", hflip(x)), ("vflip", vflip(x)), ("rot90", rot90(x, 1)))):
    axis.imshow(y, cmap="gray")
    axis.set_title(title)
plt.show()
