"""Both functions of the exercise."""


def highway(answer, f):
    return {"time": list(answer.cell_path_gradient(f))}


def jacobian(answer, Wh, hs):
    return answer.rnn_jacobian_norm(Wh, hs)
