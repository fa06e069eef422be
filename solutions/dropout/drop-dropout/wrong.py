import torch


def build(drawn="element", keeps="1-p", scale="1/(1-p)", active="train", evaluation="x", returned="mask", backward="mask"):
    """Dropout with these decisions."""

    def chance(p):
        return {"1-p": 1 - p, "p": p}[keeps]

    def mask_for(x, p, generator):
        shape = list(x.shape)
        if drawn == "normal":
            return (torch.randn(shape, generator=generator, device=x.device) > p).to(x.dtype)
        if drawn == "count":
            kept = torch.zeros(x.numel(), dtype=x.dtype, device=x.device)
            kept[torch.randperm(x.numel(), generator=generator)[: round(chance(p) * x.numel())]] = 1
            return kept.reshape(shape)
        if drawn == "one for all rows" and shape:
            shape[0] = 1
        if drawn == "one for all columns" and shape:
            shape[-1] = 1
        if drawn == "reseeded":
            torch.manual_seed(0)
        if drawn == "global":
            generator = None
        return (torch.rand(shape, generator=generator, device=x.device) < chance(p)).to(x.dtype).expand(x.shape).clone()

    def factor(p, mask):
        by = {"1/(1-p)": 1 - p, "1": 1.0, "1/p": p, "1-p": None, "realised": mask.to(torch.float64).mean().item() if mask.numel() else 1.0}[
            scale
        ]
        if by is None:
            return 1 - p
        return 1 / by if by else 0.0

    def dropout(x, p=0.5, training=True, mask=None, generator=None):
        if not training and active == "train":
            y = x * (1 - p) if evaluation == "x(1-p)" else x
            return y, (torch.ones_like(x) if returned == "ones in evaluation" else None)
        if mask is None or returned == "another":
            mask = mask_for(x, p, generator)
        y = x * mask * factor(p, mask)
        return y, (mask * factor(p, mask) if returned == "scaled" else mask)

    def dropout_backward(dy, mask, p):
        if backward == "new mask":
            mask = mask_for(dy, p, None)
        return dy * mask if backward == "unscaled" else dy * mask * factor(p, mask)

    return {"dropout": dropout, "dropout_backward": dropout_backward}


def no_scaling():
    """Expectation not kept: vanilla dropout needs test-time scaling; inverted is required.

    Divide by 1 − p in training.
    """
    return {"scale": "1"}


def vanilla():
    """This is vanilla dropout: no scaling in training, ×(1 − p) in evaluation. The inverted form is required.

    Divide by 1 − p in training and leave x alone in evaluation.
    """
    return {"scale": "1", "evaluation": "x(1-p)"}


def scaled_twice():
    """Scaled in training and in evaluation: inverted dropout needs no correction in evaluation."""
    return {"evaluation": "x(1-p)"}


def keeps_with_p():
    """p is the probability of dropping."""
    return {"keeps": "p"}


def divides_by_p():
    """Scale by 1/(1−p).

    You divide by p, which is the drop probability.
    """
    return {"scale": "1/p"}


def multiplies():
    """Divide by 1 − p; you multiply by it.

    The kept activations must grow to make up for the dropped ones.
    """
    return {"scale": "1-p"}


def active_in_evaluation():
    """Dropout must be identity in eval."""
    return {"active": "always"}


def one_mask_for_all_rows():
    """Same mask for all samples.

    Draw the mask with the shape of x.
    """
    return {"drawn": "one for all rows"}


def one_mask_for_all_columns():
    """One draw per sample: whole rows are kept or dropped together. Draw one per element."""
    return {"drawn": "one for all columns"}


def new_mask_in_backward():
    """Backward must reuse the forward mask."""
    return {"backward": "new mask"}


def unscaled_backward():
    """The backward pass lacks the factor 1/(1−p): it belongs to the derivative too."""
    return {"backward": "unscaled"}


def realised_rate():
    """Scale by the expected, not the realised, rate.

    Divide by 1 − p, not by mask.mean().
    """
    return {"scale": "realised"}


def fixed_count():
    """Mask must be independent Bernoulli.

    You keep exactly (1 − p)·n elements, so that they depend on each other.
    """
    return {"drawn": "count"}


def normal_threshold():
    """The mask must come from a uniform distribution: `randn` exceeds p with another probability than 1 − p."""
    return {"drawn": "normal"}


def reseeds():
    """The function reseeds the generator: every call gives the same mask."""
    return {"drawn": "reseeded"}


def ignores_generator():
    """The same seed must give the same output: draw from the generator that you are given."""
    return {"drawn": "global"}


def ignores_the_given_mask():
    """The mask that is given is ignored: draw one only where `mask` is None."""
    return {"returned": "another"}


def mask_returned_scaled():
    """The mask is returned scaled: return it as zeros and ones."""
    return {"returned": "scaled"}


def mask_in_evaluation():
    """In evaluation there is no mask: return None for it."""
    return {"returned": "ones in evaluation"}


def nan_at_one():
    """p = 1 divides by zero: 0/0 is NaN, zeros are required."""

    def dropout(x, p=0.5, training=True, mask=None, generator=None):
        if not training:
            return x, None
        if mask is None:
            mask = (torch.rand(x.shape, generator=generator, device=x.device) >= p).to(x.dtype)
        return x * mask / torch.tensor(1 - p, dtype=x.dtype), mask

    def dropout_backward(dy, mask, p):
        return dy * mask / torch.tensor(1 - p, dtype=dy.dtype)

    return {"dropout": dropout, "dropout_backward": dropout_backward}


def changes_x():
    """x is changed in place: work on a copy."""

    def dropout(x, p=0.5, training=True, mask=None, generator=None):
        if not training:
            return x, None
        if mask is None:
            mask = (torch.rand(x.shape, generator=generator, device=x.device) >= p).to(x.dtype)
        with torch.no_grad():
            x *= mask * (0.0 if p == 1 else 1 / (1 - p))
        return x, mask

    return {"dropout": dropout}
