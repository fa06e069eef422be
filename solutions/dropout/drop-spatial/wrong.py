import torch


def build(drawn="channel", keeps="1-p", scale="1/(1-p)", active="train", given="used", place="copy"):
    """Channel dropout with these decisions."""

    def draw(x, p):
        chance = 1 - p if keeps == "1-p" else p
        n, c, h, w = x.shape
        if drawn == "count":
            kept = torch.zeros(n * c, dtype=x.dtype)
            kept[torch.randperm(n * c)[: round(chance * n * c)]] = 1
            return kept.reshape(n, c, 1, 1)
        if drawn == "reseeded":
            torch.manual_seed(0)
        shapes = {"element": (n, c, h, w), "batch": (1, c, 1, 1), "pixel": (n, 1, h, w), "sample": (n, 1, 1, 1)}
        return (torch.rand(shapes.get(drawn, (n, c, 1, 1)), device=x.device) < chance).to(x.dtype)

    def dropout2d(x, p=0.5, training=True, mask=None):
        if not training and active != "always":
            return x * (1 - p) if active == "scaled" else x
        if given == "ignored" or mask is None:
            m = draw(x, p)
        else:
            m = mask.to(x.dtype)[:, :, None, None]
            if given == "first row":
                m = m[:1]
        realised = m.mean().item() if m.numel() else 1.0
        by = {"1/(1-p)": 1 - p, "1": 1.0, "1/p": p, "realised": realised}[scale]
        factor = 1 / by if by else 0.0
        if place == "stored":
            with torch.no_grad():
                x *= m * factor
            return x
        return x * m * factor

    return {"dropout2d": dropout2d}


def per_element():
    """This looks like: one draw per element.

    Channel dropout removes whole feature maps: the mask is [N, C].
    """
    return {"drawn": "element"}


def same_for_the_batch():
    """This looks like: the same channels dropped for the whole batch.

    Draw for every sample.
    """
    return {"drawn": "batch"}


def per_pixel():
    """This looks like: one draw per pixel (h, w), for all channels together.

    Drop channels, not positions.
    """
    return {"drawn": "pixel"}


def per_sample():
    """One draw per sample: whole images are dropped. Draw one per channel."""
    return {"drawn": "sample"}


def unscaled():
    """This looks like: kept channels that are not scaled.

    Divide by 1 − p in training.
    """
    return {"scale": "1"}


def active_in_evaluation():
    """This looks like: channels dropped in evaluation.

    In evaluation x comes back as it is.
    """
    return {"active": "always"}


def scaled_in_evaluation():
    """x is scaled by 1 − p in evaluation: the inverted form needs no correction there."""
    return {"active": "scaled"}


def divides_by_p():
    """Scale by 1/(1 − p): p is the probability of dropping."""
    return {"scale": "1/p"}


def keeps_with_p():
    """p is the probability of dropping: channels are kept with probability 1 − p."""
    return {"keeps": "p"}


def realised_rate():
    """Scale by the expected, not the realised, rate."""
    return {"scale": "realised"}


def first_row_of_the_mask():
    """Every sample gets the first row of the mask."""
    return {"given": "first row"}


def fixed_count():
    """Exactly (1 − p)·N·C channels are kept: the draws must be independent."""
    return {"drawn": "count"}


def reseeds():
    """The function reseeds the generator: every call gives the same mask."""
    return {"drawn": "reseeded"}


def ignores_the_given_mask():
    """The mask that is given is ignored: draw one only where `mask` is None."""
    return {"given": "ignored"}


def changes_x():
    """x is changed in place: work on a copy."""
    return {"place": "stored"}
