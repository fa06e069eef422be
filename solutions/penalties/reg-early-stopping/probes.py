"""Feed validation metrics to the stopper, as a training loop would: the weights change in place all the time."""

import torch


def watched(answer, values, settings):
    """What it says after every epoch until it stops, and what it has kept; weights are filled with the epoch's number + 1."""
    stopper = answer.main(**settings)
    weights = {"layer.weight": torch.zeros(2, 3, dtype=torch.float64), "layer.bias": torch.zeros(2, dtype=torch.float64)}
    said, values = [], values.tolist()
    for epoch, value in enumerate(values):
        for tensor in weights.values():
            tensor.fill_(epoch + 1)
        said.append(_word(stopper.update(value, weights)))
        if said[-1] == "stop":
            break
    for tensor in weights.values():
        tensor.fill_(-1.0)
    over = ["over"] * (len(values) - len(said))
    return {
        "epoch": said + over,
        "best": _plain_number(stopper.best),
        "best_epoch": stopper.best_epoch,
        "best_state": dict(stopper.best_state),
    }


def restored(answer, values, settings):
    """The weights of a model after training to the stop and going back to the best."""
    stopper = answer.main(**settings)
    model = torch.nn.Linear(3, 2).double()
    for epoch, value in enumerate(values.tolist()):
        with torch.no_grad():
            for p in model.parameters():
                p.fill_(epoch + 1)
        if stopper.update(value, model.state_dict()):
            break
    with torch.no_grad():
        for p in model.parameters():
            p.fill_(-7.0)
    stopper.restore(model)
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def trained_on(answer, values, settings):
    """The kept weights after restoring them and training on."""
    stopper = answer.main(**settings)
    model = torch.nn.Linear(3, 2).double()
    for epoch, value in enumerate(values.tolist()):
        with torch.no_grad():
            for p in model.parameters():
                p.fill_(epoch + 1)
        if stopper.update(value, model.state_dict()):
            break
    stopper.restore(model)
    with torch.no_grad():
        for p in model.parameters():
            p.add_(100.0)
    return dict(stopper.best_state)


def turn_by_turn(answer, first, second, settings):
    """What two stoppers say that are asked in turn."""
    one, other = answer.main(**settings), answer.main(**settings)
    state = {"w": torch.zeros(1)}
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return {"epoch": [[_word(one.update(a, state)), _word(other.update(b, state))] for a, b in pairs]}


def _word(said):
    return None if said is None else "stop" if said else "go on"


def _plain_number(value):
    return float(value) if isinstance(value, (int, float, torch.Tensor)) else value
