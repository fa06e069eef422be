"""Every stated number of this quiz, computed a second way; dates are those of the papers."""

import numpy as np


def H1(values):
    return {"alexnet": 2012.7, "dqn": 2013.9, "seq2seq": 2014.7, "resnet": 2015.9, "transformer": 2017.4, "bert": 2018.8, "gpt3": 2020.2}


def H5(values):
    """Krizhevsky et al. (2012), section 3.5: "filters the 224×224×3 input image"."""
    return 224


def H10(values):
    return sum(np.empty(shape).size for shape in ((128, 784), (128,), (10, 128), (10,)))


def stated():
    yield "H5 side that 55 outputs need", (55 - 1) * 4 + 11, 227
