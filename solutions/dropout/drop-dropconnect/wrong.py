import torch


def build(what="weights", drawn="element", keeps="1-p", scale="1/(1-p)", bias="kept", active="train", place="copy", given="used"):
    """A DropConnect layer with these decisions."""

    def factor(p):
        return {"1/(1-p)": 0.0 if p == 1 else 1 / max(1 - p, 1e-300), "1": 1.0, "1/p": 1 / p if p else 0.0}[scale]

    def draw(shape, p, like, generator):
        shape = list(shape)
        chance = 1 - p if keeps == "1-p" else p
        if drawn == "count":
            count = like.new_zeros(shape).numel()
            kept = torch.zeros(count, dtype=like.dtype, device=like.device)
            kept[torch.randperm(count, generator=generator)[: round(chance * count)]] = 1
            return kept.reshape(shape)
        if drawn == "row":
            shape[-1] = 1
        if drawn == "column":
            shape[0] = 1
        if drawn == "reseeded":
            torch.manual_seed(0)
        if drawn == "global":
            generator = None
        return (torch.rand(shape, generator=generator, device=like.device) < chance).to(like.dtype)

    def dropconnect_linear(x, W, b, p=0.5, training=True, mask=None, generator=None):
        if not training and active != "always":
            return x @ (W * (1 - p) if active == "scaled" else W).T + b
        if what == "inputs":
            m = draw(x.shape, p, x, generator) if mask is None else mask.to(x.dtype)[0]
        if what == "inputs, elementwise":
            m = draw(x.shape, p, x, generator) if mask is None else mask.to(x.dtype)
        if what.startswith("inputs"):
            return (x * m * factor(p)) @ W.T + b
        if what == "outputs":
            y = x @ W.T
            m = draw(y.shape, p, y, generator) if mask is None else mask.to(x.dtype)[:, 0]
            return y * m * factor(p) + b
        if what == "outputs, elementwise":
            y = x @ W.T + b
            return y * (draw(y.shape, p, y, generator) if mask is None else mask.to(x.dtype)) * factor(p)
        if drawn == "sample" and mask is None and x.dim() == 2:
            m = draw((x.shape[0], *W.shape), p, W, generator)
            return torch.einsum("ni,noi->no", x, W * m * factor(p)) + b
        m = draw(W.shape, p, W, generator) if mask is None or given == "ignored" else mask.to(W.dtype)
        if place == "stored":
            with torch.no_grad():
                W *= m * factor(p)
            return x @ W.T + b
        y = x @ (W * m * factor(p)).T
        if bias == "dropped":
            return y + b * m[:, 0] * factor(p)
        return y + b * factor(p) if bias == "scaled" else y + b

    return {"dropconnect_linear": dropconnect_linear}


def masks_the_inputs():
    """That is dropout on the inputs.

    DropConnect drops single weights: the mask has the shape of W.
    """
    return {"what": "inputs"}


def masks_the_inputs_elementwise():
    """That is dropout on the inputs.

    DropConnect drops single weights: the mask has the shape of W.
    """
    return {"what": "inputs, elementwise"}


def masks_the_outputs_elementwise():
    """That is dropout on the outputs.

    DropConnect drops single weights: the mask has the shape of W.
    """
    return {"what": "outputs, elementwise"}


def masks_the_outputs():
    """That is dropout on the outputs.

    DropConnect drops single weights: the mask has the shape of W.
    """
    return {"what": "outputs"}


def unscaled():
    """This looks like: weights that are not scaled.

    Divide by 1 − p in training, so that the expectation is the full layer.
    """
    return {"scale": "1"}


def divides_by_p():
    """Scale by 1/(1 − p): p is the probability of dropping."""
    return {"scale": "1/p"}


def bias_dropped():
    """Bias is not dropped."""
    return {"bias": "dropped"}


def bias_scaled():
    """The bias is scaled by 1/(1 − p): it is never dropped, so it needs no scaling."""
    return {"bias": "scaled"}


def changes_the_weights():
    """Stored weights must survive.

    W is changed in place: mask a copy.
    """
    return {"place": "stored"}


def active_in_evaluation():
    """This looks like: weights masked in evaluation.

    In evaluation the full layer is used.
    """
    return {"active": "always"}


def scaled_in_evaluation():
    """The weights are scaled by 1 − p in evaluation: the inverted form needs no correction there."""
    return {"active": "scaled"}


def keeps_with_p():
    """p is the probability of dropping: weights are kept with probability 1 − p."""
    return {"keeps": "p"}


def one_draw_per_output():
    """One draw per row of W: whole outputs are dropped. Draw one per weight."""
    return {"drawn": "row"}


def one_draw_per_input():
    """One draw per column of W: whole inputs are dropped. Draw one per weight."""
    return {"drawn": "column"}


def one_mask_per_sample():
    """One mask per sample: here one mask per call is shared by the batch."""
    return {"drawn": "sample"}


def fixed_count():
    """Exactly (1 − p)·n weights are kept: the draws must be independent."""
    return {"drawn": "count"}


def reseeds():
    """The function reseeds the generator: every call gives the same mask."""
    return {"drawn": "reseeded"}


def ignores_generator():
    """The same seed must give the same output: draw from the generator that you are given."""
    return {"drawn": "global"}


def ignores_the_given_mask():
    """The mask that is given is ignored: draw one only where `mask` is None."""
    return {"given": "ignored"}
