import bisect
import itertools


def one_step_late():
    """This looks like: one step late.

    A milestone counts at its own step: m ≤ t, not m < t.
    """
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** sum(m < step for m in milestones)


def one_step_early():
    """One step early: a milestone counts from its own step on, not from the step before it."""
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** sum(m <= step + 1 for m in milestones)


def last_milestone_only():
    """This looks like: only last milestone.

    Every milestone that is over multiplies by γ once more.
    """
    return lambda lr0, milestones, gamma, step: lr0 * gamma if any(m <= step for m in milestones) else lr0


def waits_for_the_last():
    """This looks like: only last milestone.

    Every milestone multiplies by γ, not just the largest one.
    """
    return lambda lr0, milestones, gamma, step: lr0 * gamma if milestones and step >= max(milestones) else lr0


def times_count():
    """This looks like: γ·count.

    γ is raised to the number of milestones, not multiplied by it.
    """

    def multistep(lr0, milestones, gamma, step):
        count = sum(m <= step for m in milestones)
        return lr0 * gamma * count if count else lr0

    return multistep


def times_count_from_zero():
    """This looks like: γ·count.

    γ is raised to the number of milestones, not multiplied by it.
    """
    return lambda lr0, milestones, gamma, step: lr0 * gamma * sum(m <= step for m in milestones)


def assumes_sorted():
    """This looks like: assumes sorted.

    The milestones may come in any order.
    """
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** len(list(itertools.takewhile(lambda m: m <= step, milestones)))


def bisects_unsorted():
    """This looks like: assumes sorted.

    bisect needs a sorted list: bisect_right(sorted(milestones), step).
    """
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** bisect.bisect_right(milestones, step)


def relative_milestones():
    """This looks like: milestone relative to previous.

    Milestones are absolute steps; they are not added up.
    """
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** sum(m <= step for m in itertools.accumulate(milestones))


def duplicates_once():
    """A milestone that is listed twice must count twice: do not make a set of the list."""
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** sum(m <= step for m in set(milestones))


def only_at_milestones():
    """The rate is low only at the milestones themselves; it must stay low after them."""
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** sum(m == step for m in milestones)


def subtracts():
    """γ is subtracted at each milestone; multiply by it."""
    return lambda lr0, milestones, gamma, step: lr0 - gamma * sum(m <= step for m in milestones)


def one_minus_gamma():
    """γ is what remains after a milestone, not what is taken away: multiply by γ, not by 1 − γ."""
    return lambda lr0, milestones, gamma, step: lr0 * (1 - gamma) ** sum(m <= step for m in milestones)


def counts_those_ahead():
    """The milestones that are still ahead are counted, not those that are over."""
    return lambda lr0, milestones, gamma, step: lr0 * gamma ** sum(m > step for m in milestones)
