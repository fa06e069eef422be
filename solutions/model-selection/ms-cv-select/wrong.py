import torch


def build(pick="lowest", judged="val", average="mean", final="all", data="as given", ties="first", back="setting"):
    """Selection with these decisions."""

    def cv_select(fit, score, grid, folds, X, y):
        if data == "centred":
            X = X - X.mean(0)
        if data == "scaled":
            X = (X - X.mean(0)) / X.std(0, unbiased=False).clamp(min=1e-12)
        means, lasts = [], []
        for setting in grid:
            found, sizes = [], []
            for train, val in folds:
                rows = torch.arange(len(X)) if judged == "seen val" else train
                model = fit(setting, X[rows], y[rows])
                held = train if judged == "train" else torch.cat([train, val]) if judged == "everything" else val
                found.append(float(score(model, X[held], y[held])))
                sizes.append(len(val))
                if final == "best fold":
                    lasts.append((found[-1], setting, model))
            if final != "best fold":
                lasts.append((0.0, setting, model))
            total = {
                "mean": sum(found) / len(found),
                "weighted": sum(s * n for s, n in zip(found, sizes)) / sum(sizes),
                "lowest fold": min(found),
                "highest fold": max(found),
                "first fold": found[0],
                "last fold": found[-1],
                "median": sorted(found)[len(found) // 2],
            }[average]
            means.append(abs(total) if average == "absolute" else total)
        best = means.index(max(means) if pick == "highest" else min(means))
        if pick == "nearest to 0":
            best = means.index(min(means, key=abs))
        if ties == "last":
            best = len(means) - 1 - means[::-1].index(min(means))
        setting = grid[best]
        if final == "last fold":
            model = next(m for _, s, m in lasts if s == setting)
        elif final == "best fold":
            model = min((entry for entry in lasts if entry[1] == setting), key=lambda entry: entry[0])[2]
        elif final == "first training set":
            model = fit(setting, X[folds[0][0]], y[folds[0][0]])
        elif final == "last setting":
            model = fit(grid[-1], X, y)
        else:
            model = fit(setting, X, y)
        told = {"setting": setting, "position": best, "score": min(means)}[back]
        return (model, told) if back == "swapped" else (told, model)

    return {"cv_select": cv_select}


def last_fold_model():
    """Refit on all training data.

    The model of the last fold has never seen that fold.
    """
    return {"final": "last fold"}


def best_fold_model():
    """The model of the best fold is returned: refit on all data."""
    return {"final": "best fold"}


def first_training_set():
    """The final model is fitted to the first training set: refit on all data."""
    return {"final": "first training set"}


def last_setting():
    """The final model is fitted with the last setting, not with the best."""
    return {"final": "last setting"}


def train_score():
    """This looks like: picked by train score.

    A model that knows its data by heart would always win. Score on val.
    """
    return {"judged": "train"}


def score_on_everything():
    """Models are scored on all samples, those they were fitted to as well: score on val alone."""
    return {"judged": "everything"}


def fitted_to_everything():
    """A model is scored on samples that it was fitted to."""
    return {"judged": "seen val"}


def weighted_by_size():
    """This looks like: sums over unequal folds without their mean.

    Large folds count more there; every fold counts the same.
    """
    return {"average": "weighted"}


def highest():
    """This looks like: the maximum.

    Scores are losses: the lowest wins.
    """
    return {"pick": "highest"}


def nearest_to_zero():
    """The mean nearest to 0 wins: the lowest must, also below 0."""
    return {"pick": "nearest to 0"}


def preprocessed_before():
    """Leakage.

    X is centred or scaled with all samples before it is split: val has a say in training.
    """
    return {"data": "centred"}


def scaled_before():
    """Leakage.

    X is centred or scaled with all samples before it is split: val has a say in training.
    """
    return {"data": "scaled"}


def lucky_fold():
    """The lowest score of a single fold wins: take the mean."""
    return {"average": "lowest fold"}


def worst_fold():
    """The worst fold decides: take the mean."""
    return {"average": "highest fold"}


def first_fold():
    """Only the first fold decides: take the mean over all."""
    return {"average": "first fold"}


def last_fold():
    """Only the last fold decides: take the mean over all."""
    return {"average": "last fold"}


def ties_last():
    """Of equal means the last setting wins: it must be the first."""
    return {"ties": "last"}


def score_returned():
    """The lowest score is returned instead of the setting that reached it."""
    return {"back": "score"}
