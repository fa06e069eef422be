import torch


def build(what="weights", kind="normal", drawn="element", form="σ", active="train", place="copy", graph="kept", bias="clean", given="used"):
    """A noisy layer with these decisions."""

    def draw(shape, like, generator):
        shape = list(shape)
        if drawn == "row":
            shape[0] = 1
        if drawn == "column":
            shape[-1] = 1
        if drawn == "reseeded":
            torch.manual_seed(0)
        if drawn == "global":
            generator = None
        options = {"generator": generator, "dtype": like.dtype, "device": like.device}
        return torch.randn(shape, **options) if kind == "normal" else 2 * torch.rand(shape, **options) - 1

    def noisy_linear(x, W, b, std, training=True, noise=None, generator=None):
        if not training and active == "train":
            return x @ W.T + b
        if what == "output":
            y = x @ W.T + b
            return y + std * (draw(y.shape, y, generator) if noise is None else noise[:, 0])
        if what == "output, elementwise":
            y = x @ W.T + b
            return y + std * (draw(y.shape, y, generator) if noise is None else noise)
        if what == "input, elementwise":
            return (x + std * (draw(x.shape, x, generator) if noise is None else noise)) @ W.T + b
        if what == "input":
            return (x + std * (draw(x.shape, x, generator) if noise is None else noise[0])) @ W.T + b
        if drawn == "sample" and noise is None and x.dim() == 2:
            return torch.einsum("ni,noi->no", x, W + std * draw((x.shape[0], *W.shape), W, generator)) + b
        noise = draw(W.shape, W, generator) if noise is None or given == "ignored" else noise
        if bias == "noisy":
            b = b + std * noise[:, 0]
        change = {
            "σ": std * noise,
            "σ²": std**2 * noise,
            "√σ": std**0.5 * noise,
            "unscaled": noise,
            "relative": std * noise * W.abs(),
            "times W": std * noise * W,
            "to the spread": std * noise * (W.std() if W.numel() > 1 else 1.0),
        }[form]
        if place == "stored":
            with torch.no_grad():
                W += change
            return x @ W.T + b
        noisy = W.detach() + change.detach() if graph == "cut" else W + change
        return x @ noisy.T + b

    return {"noisy_linear": noisy_linear}


def accumulates():
    """Noise accumulates in the stored weights.

    W is changed in place: shake a copy.
    """
    return {"place": "stored"}


def noise_on_the_output():
    """This looks like: noise on the output.

    The noise belongs to the weights and has their shape.
    """
    return {"what": "output"}


def noise_on_the_output_elementwise():
    """This looks like: noise on the output.

    The noise belongs to the weights and has their shape.
    """
    return {"what": "output, elementwise"}


def noise_on_the_input_elementwise():
    """This is noise on the input; the noise belongs to the weights and has their shape."""
    return {"what": "input, elementwise"}


def noise_on_the_input():
    """This is noise on the input; the noise belongs to the weights and has their shape."""
    return {"what": "input"}


def relative_to_the_weight():
    """Absolute std.

    Your noise is proportional to |W|.
    """
    return {"form": "relative"}


def multiplies_the_weight():
    """The noise multiplies W: add it instead, W + σΞ."""
    return {"form": "times W"}


def relative_to_the_spread():
    """The noise is scaled by the spread of W: std is absolute."""
    return {"form": "to the spread"}


def gradient_lost():
    """Gradient to W lost.

    The noisy copy is detached from W.
    """
    return {"graph": "cut"}


def active_in_evaluation():
    """This looks like: a noisy evaluation.

    In evaluation the stored weights are used.
    """
    return {"active": "always"}


def noisy_bias():
    """This looks like: a noisy bias.

    Only the weights are shaken.
    """
    return {"bias": "noisy"}


def variance_for_std():
    """std², not std.

    You multiply by the variance; multiply by the standard deviation.
    """
    return {"form": "σ²"}


def root_of_std():
    """std is the standard deviation: you take its root, as if it were the variance."""
    return {"form": "√σ"}


def not_scaled():
    """The noise is not scaled by std."""
    return {"form": "unscaled"}


def uniform_noise():
    """Distribution is not Gaussian (DKW check).

    Uniform noise was drawn; use normal draws.
    """
    return {"kind": "uniform"}


def one_row_of_noise():
    """All outputs share one row of noise: draw noise with the shape of W."""
    return {"drawn": "row"}


def one_column_of_noise():
    """All weights of an output share one draw: draw noise with the shape of W."""
    return {"drawn": "column"}


def one_matrix_per_sample():
    """Another noise matrix for every sample: here one matrix per call is shared by the batch."""
    return {"drawn": "sample"}


def reseeds():
    """The function reseeds the generator: every call gives the same noise."""
    return {"drawn": "reseeded"}


def ignores_generator():
    """The same seed must give the same output: draw from the generator that you are given."""
    return {"drawn": "global"}


def ignores_the_given_noise():
    """The noise that is given is ignored: draw it only where `noise` is None."""
    return {"given": "ignored"}
