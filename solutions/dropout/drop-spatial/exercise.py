import torch
from torch import Tensor


# %% answer
def dropout2d(x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None) -> Tensor:
    """Return x [N, C, H, W] with whole channels dropped.

    In training y = x * mask / (1 - p), where mask [N, C] is 1 with probability 1 - p and 0 otherwise, drawn independently for
    every sample and channel, unless `mask` is given. p = 1 gives zeros. In evaluation y equals x.
    """
    ### BEGIN SOLUTION
    if not training:
        return x
    if mask is None:
        # m ~ Bernoulli(1 − p), one per sample and channel
        mask = torch.rand(x.shape[:2], device=x.device) >= p  # (N, C)
    scale = 0.0 if p == 1 else 1 / (1 - p)
    # y = x · m / (1 − p), the mask repeated over height and width
    return x * (mask.to(x.dtype) * scale)[:, :, None, None]
    ### END SOLUTION


# %% example
x = torch.ones(1, 2, 2, 2)
wanted = torch.stack([torch.full((2, 2), 2.0), torch.zeros(2, 2)])[None]
example("channel dropout", dropout2d(x, 0.5, mask=torch.tensor([[1.0, 0.0]])), wanted)
example("evaluation", dropout2d(x, 0.5, training=False), x)

# %% plot
import matplotlib.pyplot as plt

# Six channels of one sample: whole maps vanish, the others grow.
maps = torch.rand(1, 6, 12, 12)
figure, axes = plt.subplots(2, 6, figsize=(9, 3))
for row, images in zip(axes, (maps, dropout2d(maps, 0.5)), strict=False):
    for ax, image in zip(row, images[0], strict=False):
        ax.imshow(image, vmin=0, vmax=2)
        ax.axis("off")
plt.show()
