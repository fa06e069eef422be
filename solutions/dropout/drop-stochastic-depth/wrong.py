import torch


def build(train="/s", evaluation="1", skip="kept", chance="s", drawn="block", lazy=True, active="train", place="copy", rule="1..L"):
    """A block with stochastic depth with these decisions."""

    def stochastic_depth(x, residual_fn, survival, training=True, keep=None, generator=None):
        if not training and active == "train":
            return x + residual_fn(x) * (survival if evaluation == "s" else 1.0)
        if drawn == "reseeded":
            torch.manual_seed(0)
        if drawn == "global":
            generator = None
        if drawn == "sample" and keep is None and x.dim():
            keep = torch.rand((x.shape[0],) + (1,) * (x.dim() - 1), generator=generator) < survival
            return x + residual_fn(x) * keep.to(x.dtype) * (1 / survival if survival else 0.0)
        if keep is None or drawn == "always":
            keep = torch.rand((), generator=generator).item() < (survival if chance == "s" else 1 - survival)
        if not keep and lazy:
            return x.clone() if skip == "kept" or skip == "scaled" else torch.zeros_like(x)
        branch = residual_fn(x) * float(keep)
        by = {"/s": survival, "1": 1.0, "/(1-s)": 1 - survival}[train]
        factor = 1 / by if by else 0.0
        if place == "stored":
            x += branch * factor
            return x
        if skip == "scaled":
            return (x + branch) * factor
        return (x if keep or skip == "kept" else 0 * x) + branch * factor

    def linear_survival(L, p_last=0.5):
        return {
            "1..L": [1 - l / L * (1 - p_last) for l in range(1, L + 1)],
            "0..L-1": [1 - l / L * (1 - p_last) for l in range(L)],
            "0..1": [1 - l / max(L - 1, 1) * (1 - p_last) for l in range(L)],
            "drop": [l / L * (1 - p_last) for l in range(1, L + 1)],
            "p_last drops": [1 - l / L * p_last for l in range(1, L + 1)],
            "geometric": [p_last ** (l / L) for l in range(1, L + 1)],
        }[rule]

    return {"stochastic_depth": stochastic_depth, "linear_survival": linear_survival}


def drops_the_skip_too():
    """Identity path must survive.

    Only the branch is dropped: a dropped block returns x.
    """
    return {"skip": "dropped"}


def scales_the_skip_too():
    """The identity path is scaled by 1/s too: only the branch is."""
    return {"skip": "scaled"}


def no_scaling():
    """Expectation differs between train and eval.

    Divide the branch by the survival probability in training (or multiply by it in evaluation).
    """
    return {"train": "1"}


def scaled_twice():
    """Scaled twice.

    The branch is divided by s in training and multiplied by s in evaluation; do one of the two.
    """
    return {"evaluation": "s"}


def counts_from_zero():
    """This looks like: ℓ counted from 0.

    Blocks are numbered 1 to L, so that the last one has p_last.
    """
    return {"rule": "0..L-1"}


def first_block_always_survives():
    """The first block gets survival 1: the rule is ℓ/L with ℓ = 1 … L, not (ℓ−1)/(L−1)."""
    return {"rule": "0..1"}


def returns_drop_probabilities():
    """linear_survival gives drop probabilities; subtract them from 1."""
    return {"rule": "drop"}


def p_last_as_drop_probability():
    """p_last is the survival of the last block, not its drop probability."""
    return {"rule": "p_last drops"}


def geometric_rule():
    """Survival falls geometrically; the linear rule is required."""
    return {"rule": "geometric"}


def survival_as_drop_probability():
    """This looks like: survival used as the drop probability.

    The block stays with probability `survival`.
    """
    return {"chance": "1-s"}


def divides_by_drop_probability():
    """Divide by the survival probability s, not by 1 − s."""
    return {"train": "/(1-s)"}


def computes_then_zeroes():
    """No compute saved.

    f is called and its result thrown away: return before calling it.
    """
    return {"lazy": False}


def active_in_evaluation():
    """This looks like: blocks dropped in evaluation too.

    In evaluation every block is there.
    """
    return {"active": "always"}


def one_draw_per_sample():
    """One draw per sample: here one draw decides for the whole block."""
    return {"drawn": "sample"}


def ignores_keep():
    """`keep` is ignored: draw only where it is None."""
    return {"drawn": "always"}


def reseeds():
    """The function reseeds the generator: every call decides alike."""
    return {"drawn": "reseeded"}


def ignores_generator():
    """The same seed must give the same output: draw from the generator that you are given."""
    return {"drawn": "global"}


def changes_x():
    """x is changed in place: add out of place."""
    return {"place": "stored"}
