def build(
    *, base="initial", at_start="apply", clock="", where="group", told="groups", state="", load="", late="own", apart="", factor="times"
):
    class LambdaSchedule:
        def __init__(self, optimizer, fn):
            self.optimizer, self.fn, self.t = optimizer, fn, 0
            self.bases = [group["lr"] for group in optimizer.param_groups]
            self.last_lr = list(self.bases)
            if at_start == "apply":
                self._apply()
            elif at_start == "one":
                self.t = 1
                self._apply()

        def step(self):
            if clock == "late":
                self._apply()
                self.t += 1
                return
            self.t += 0 if clock == "stands" else 1
            self._apply()

        def _apply(self):
            factor_now = self.fn(self.t)
            groups = self.optimizer.param_groups
            self._meet(groups)
            current = [group["lr"] for group in groups]
            rates = [_rate(factor, _base(base, self.bases, current, i), factor_now) for i in range(len(self.bases))]
            _write(where, self.optimizer, rates)
            self.last_lr = _told(told, self, groups, rates, current, factor_now)

        def _meet(self, groups):
            for group in groups[len(self.bases) :]:
                if late == "own":
                    self.bases.append(group["lr"])
                elif late == "first":
                    self.bases.append(self.bases[0])
                elif late == "default":
                    self.bases.append(self.optimizer.defaults["lr"])

        def state_dict(self):
            if state == "everything":
                return self.__dict__
            if state == "copy of everything":
                return dict(self.__dict__)
            if state == "clock alone":
                return {"t": self.t}
            return {} if state == "empty" else {"t": self.t, "bases": list(self.bases)}

        def load_state_dict(self, saved):
            if load == "ignored":
                return
            if state in ("everything", "copy of everything"):
                self.__dict__.update(saved)
                return
            self.t = saved.get("t", 0)
            self.bases = list(saved.get("bases", self.bases))
            if load == "rebase":
                self.bases = [group["lr"] for group in self.optimizer.param_groups]
            self._apply()

    return LambdaSchedule


def _base(kind, bases, current, i):
    if kind == "current":
        return current[i]
    if kind == "first":
        return bases[0]
    return bases[i]


def _rate(kind, base, factor):
    if kind == "plain":
        return factor
    if kind == "divided":
        return base / factor
    if kind == "added":
        return base + factor
    return base * factor


def _write(where, optimizer, rates):
    if where == "attribute":
        optimizer.lr = rates[0]
    elif where == "defaults":
        optimizer.defaults["lr"] = rates[0]
    elif where == "new groups":
        optimizer.param_groups = [{**group, "lr": rate} for group, rate in zip(optimizer.param_groups, rates, strict=False)]
    else:
        chosen = optimizer.param_groups[:1] if where == "first group" else optimizer.param_groups
        for group, rate in zip(chosen, rates, strict=False):
            group["lr"] = rate


def _told(told, schedule, groups, rates, before, factor):
    if told == "one":
        return rates[0]
    if told == "before":
        return before
    if told == "factor":
        return [factor for _ in rates]
    if told == "base":
        return list(schedule.bases)
    if told == "method":
        return lambda: rates
    return rates


def compounds():
    """Compounds: fn is applied to the initial lr.

    Remember each group's first rate; do not multiply the current one.
    """
    return {"base": "current"}


def one_rate_for_all():
    """Groups must keep their ratio.

    Each group has an initial rate of its own.
    """
    return {"base": "first"}


def fn_zero_not_applied():
    """This looks like: fn(0) not applied.

    Construction must set the rates of t = 0.
    """
    return {"at_start": "wait"}


def one_step_late():
    """One step late.

    The first step() goes to t = 1; fn(0) belongs to the construction.
    """
    return {"clock": "late"}


def one_step_late_from_the_start():
    """One step late.

    The first step() goes to t = 1; fn(0) belongs to the construction.
    """
    return {"clock": "late", "at_start": "wait"}


def starts_at_one():
    """One step ahead: construction applies fn(0), not fn(1)."""
    return {"at_start": "one"}


def clock_stands():
    """t never moves on: step() must add 1 to it."""
    return {"clock": "stands"}


def attribute_of_the_optimizer():
    """Set param_groups[i]['lr'].

    optimizer.lr is a new attribute that nothing reads.
    """
    return {"where": "attribute"}


def defaults_edited():
    """This looks like: defaults edited.

    optimizer.defaults only counts for groups that are added later; set param_groups[i]['lr'].
    """
    return {"where": "defaults"}


def groups_replaced():
    """The groups were replaced; change group['lr'] in place.

    Others hold on to these dicts.
    """
    return {"where": "new groups"}


def first_group_only():
    """Only the first group gets a new rate."""
    return {"where": "first group"}


def factor_is_the_rate():
    """fn(t) itself is written as the rate; it is a factor for the initial one."""
    return {"factor": "plain"}


def divides():
    """The initial rate is divided by fn(t); multiply."""
    return {"factor": "divided"}


def adds():
    """fn(t) is added to the initial rate; multiply."""
    return {"factor": "added"}


def state_without_t():
    """The state does not carry t: a resumed run starts at the beginning of the schedule."""
    return {"state": "empty"}


def state_without_initial_rates():
    """The initial rates are lost: a resumed run takes those that the new optimizer was built with.

    Put them into the state, or keep them in the groups, which the optimizer saves.
    """
    return {"state": "clock alone"}


def load_does_nothing():
    """The state does not carry t: a resumed run starts at the beginning of the schedule.

    load_state_dict must take t from it.
    """
    return {"load": "ignored"}


def state_with_the_optimizer():
    """The state holds the optimizer: after loading, the schedule drives the old one."""
    return {"state": "copy of everything"}


def state_is_the_object():
    """The state holds the optimizer: after loading, the schedule drives the old one.

    Besides, self.__dict__ is the object itself and moves on with it: return a new dict.
    """
    return {"state": "everything"}


def new_base_on_loading():
    """Loading takes the current, already lowered rates for the initial ones."""
    return {"load": "rebase"}


def last_lr_before_the_step():
    """last_lr is one step behind: fill it after the rates are set."""
    return {"told": "before"}


def last_lr_single():
    """last_lr must be a list with one rate per group."""
    return {"told": "one"}


def last_lr_factor():
    """last_lr lists the factor fn(t); it must list the rates themselves."""
    return {"told": "factor"}


def last_lr_initial():
    """last_lr lists the initial rates; it must list the current ones."""
    return {"told": "base"}


def last_lr_method():
    """last_lr is a method; an attribute is asked for."""
    return {"told": "method"}


def late_group_ignored():
    """A group that is added later never gets a new rate: look at optimizer.param_groups in every step."""
    return {"late": "ignored"}


def late_group_takes_the_first_rate():
    """A group that is added later gets the first group's rate; its own rate is its base."""
    return {"late": "first"}


def late_group_takes_the_default():
    """A group that is added later gets the optimizer's default; its own rate is its base."""
    return {"late": "default"}
