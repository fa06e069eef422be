"""Drivers of aug-label-safe-policy."""


def policy(answer, labels):
    """The moves of every label that is asked for, in alphabetical order."""
    return {"label": {str(label): sorted(str(move) for move in answer.allowed(label)) for label in labels}}


def augmented(answer, x, y, op):
    """The image after the move."""
    return answer.augment(x, y, op)


def refusal(answer, x, y, op):
    """The kind of error that is raised, in a word."""
    try:
        answer.augment(x, y, op)
    except ValueError:
        return "ValueError"
    except Exception:
        return "another error"
    return "no error"
