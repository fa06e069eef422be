import torch
from torch import Tensor


# %% answer
def allowed(label: int) -> set[str]:
    """Return which of the moves "hflip" and "rot180" leave a handwritten digit (0 to 9) what it is.

    rot180 is allowed for every digit but 6 and 9; hflip for 0 and 8 only.
    """
    ### BEGIN SOLUTION
    moves = set()
    if label not in (6, 9):  # turned by half, a 6 is a 9
        moves.add("rot180")
    if label in (0, 8):  # a mirrored 2 looks like a 5
        moves.add("hflip")
    return moves
    ### END SOLUTION


def augment(x: Tensor, y: int, op: str) -> Tensor:
    """Return the image x [..., H, W] of digit y after the move op, or x unchanged where the move is not allowed.

    Raise ValueError for a move that is neither "hflip" nor "rot180".
    """
    ### BEGIN SOLUTION
    if op not in ("hflip", "rot180"):
        raise ValueError(f'op must be "hflip" or "rot180", got {op!r}')
    if op not in allowed(y):
        return x
    rows, columns = (torch.arange(size - 1, -1, -1, device=x.device) for size in x.shape[-2:])
    return x[..., columns] if op == "hflip" else x[..., rows, :][..., columns]
    ### END SOLUTION


# %% example
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
example("a 6 stays", augment(x, 6, "rot180"), x)
example("an 8 turns", augment(x, 8, "rot180"), torch.tensor([[4.0, 3.0], [2.0, 1.0]]))
