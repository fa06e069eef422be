"""Centre."""

from torch import Tensor


# %% answer
class Helper:
    ### BEGIN SOLUTION
    def mean(self, x: Tensor) -> Tensor:
        return x.mean()

    ### END SOLUTION


def centre(x: Tensor) -> Tensor:
    """`x` minus the mean of all its entries."""
    return x - Helper().mean(x)


# %% example
example("centre", centre(torch.tensor([1.0, 2.0, 6.0])), [-2.0, -1.0, 3.0])
