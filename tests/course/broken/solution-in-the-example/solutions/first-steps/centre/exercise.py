"""Centre."""

from torch import Tensor


# %% answer
def centre(x: Tensor) -> Tensor:
    """`x` minus the mean of all its entries."""
    ### BEGIN SOLUTION
    # y = x − mean(x)
    return x - x.mean()
    ### END SOLUTION


# %% example
### BEGIN SOLUTION
example("centre", centre(torch.tensor([1.0, 2.0, 6.0])), [-2.0, -1.0, 3.0])
