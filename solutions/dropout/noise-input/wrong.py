import torch


def build(kind="normal", drawn="element", form="x + σξ", active="train", place="copy", given="used"):
    """Input noise with these decisions."""

    def draw(x, generator):
        shape = list(x.shape)
        if drawn == "row" and shape:
            shape[0] = 1
        if drawn == "column" and shape:
            shape[-1] = 1
        if drawn == "one":
            shape = []
        if drawn == "reseeded":
            torch.manual_seed(0)
        if drawn == "global":
            generator = None
        options = {"generator": generator, "dtype": x.dtype, "device": x.device}
        if kind == "normal":
            noise = torch.randn(shape, **options)
        else:
            u = torch.rand(shape, **options)
            noise = {"unit": u, "around zero": 2 * u - 1, "unit variance": (2 * u - 1) * 3**0.5}[kind]
        if drawn == "centred":
            noise = noise - noise.mean()
        if drawn == "standardised":
            noise = (noise - noise.mean()) / noise.std()
        return noise

    def add_input_noise(x, std, training=True, noise=None, generator=None):
        if not training and active == "train":
            return x
        if noise is None or given == "ignored":
            noise = draw(x, generator)
        if form == "x + σξ":
            change = std * noise
        elif form == "σ²":
            change = std**2 * noise
        elif form == "√σ":
            change = std**0.5 * noise
        elif form == "relative":
            change = std * noise * x
        elif form == "relative to |x|":
            change = std * noise * x.abs()
        elif form == "unscaled":
            change = noise
        else:
            change = -std * noise
        if place == "stored":
            with torch.no_grad():
                x += change
            return x
        return x + change

    return {"add_input_noise": add_input_noise}


def uniform_noise():
    """Distribution is not Gaussian (DKW check).

    Uniform noise was drawn; use normal draws.
    """
    return {"kind": "around zero"}


def uniform_with_unit_variance():
    """The noise is not Gaussian: its distribution function differs from the normal one."""
    return {"kind": "unit variance"}


def uniform_between_0_and_1():
    """The noise is never negative: it is uniform between 0 and 1. Use normal draws."""
    return {"kind": "unit"}


def variance_for_std():
    """std², not std.

    You multiply by the variance; multiply by the standard deviation.
    """
    return {"form": "σ²"}


def root_of_std():
    """std is the standard deviation: you take its root, as if it were the variance."""
    return {"form": "√σ"}


def multiplicative():
    """Noise must be additive.

    You multiply x by 1 + σξ.
    """
    return {"form": "relative"}


def relative_to_the_size():
    """The noise is relative to |x|: std is absolute, in the units of x."""
    return {"form": "relative to |x|"}


def not_scaled():
    """The noise is not scaled by std."""
    return {"form": "unscaled"}


def subtracted():
    """The given noise is subtracted; add it."""
    return {"form": "minus"}


def same_noise_for_the_batch():
    """This looks like: the same noise for the whole batch.

    Draw noise with the shape of x.
    """
    return {"drawn": "row"}


def one_draw_per_sample():
    """One draw per sample: all features move together. Draw one per element."""
    return {"drawn": "column"}


def one_number():
    """One number for all elements: draw noise with the shape of x."""
    return {"drawn": "one"}


def active_in_evaluation():
    """This looks like: noise active in evaluation.

    In evaluation x comes back as it is.
    """
    return {"active": "always"}


def changes_x():
    """This looks like: noise added to x in place.

    The data themselves would become noisier in every epoch.
    """
    return {"place": "stored"}


def centred():
    """The mean of the noise does not vary from call to call as it must: do not standardise or balance what you drew."""
    return {"drawn": "centred"}


def standardised():
    """The mean of the noise does not vary from call to call as it must: do not standardise or balance what you drew."""
    return {"drawn": "standardised"}


def reseeds():
    """The function reseeds the generator: every call gives the same noise."""
    return {"drawn": "reseeded"}


def ignores_generator():
    """The same seed must give the same output: draw from the generator that you are given."""
    return {"drawn": "global"}


def ignores_the_given_noise():
    """The noise that is given is ignored: draw it only where `noise` is None."""
    return {"given": "ignored"}
