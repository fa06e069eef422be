"""Only the first result is looked at; what is cached is the student's business."""


def _y(answer, *args, **kwargs):
    return answer.bn_forward(*args, **kwargs)[0]


call, strided, untouched, gradient, op_counts = _through(_y)


def y_or_word(answer, *args):
    """The value, or the name of the exception."""
    try:
        return _y(answer, *args)
    except Exception as error:
        return type(error).__name__
