"""Drivers of model selection: splits as sorted index sets, and refusals as words."""

import torch


def index_set(found):
    """Numbers in ascending order; what comes twice stays twice."""
    numbers = found.tolist() if hasattr(found, "tolist") else list(found)
    return torch.tensor(sorted(int(i) for i in numbers), dtype=torch.int64)


def splits(answer, *args, **kwargs):
    """The folds of the exercise's main function."""
    return {"fold": [{"train": index_set(train), "val": index_set(val)} for train, val in answer.main(*args, **kwargs)]}


def refusal(answer, *args, **kwargs):
    """The kind of error that the main function raises, in a word."""
    try:
        answer.main(*args, **kwargs)
    except ValueError:
        return "ValueError"
    except Exception:
        return "another error"
    return "no error"
