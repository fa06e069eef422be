import math


def sine():
    """sin² of the half angle."""

    def one_cycle(max_lr, total, step, pct=0.3, div=25.0, final_div=1e4):
        first = max_lr / div
        peak_at = pct * total - 1
        if step < peak_at:
            return first + (max_lr - first) * math.sin(0.5 * math.pi * step / peak_at) ** 2
        u = min((step - peak_at) / (total - 1 - peak_at), 1.0)
        final = first / final_div
        return max_lr - (max_lr - final) * math.sin(0.5 * math.pi * u) ** 2

    return one_cycle


def phases():
    """A list of phases, as in PyTorch."""

    def one_cycle(max_lr, total, step, pct=0.3, div=25.0, final_div=1e4):
        lowest = max_lr / (div * final_div)
        phases = [(float(pct * total) - 1, max_lr / div, max_lr), (total - 1, max_lr, lowest)]
        begin = 0.0
        for phase in phases:
            end, a, b = phase
            if step <= end and end > begin:
                break
            begin = end
        else:
            return lowest
        weight = (1 + math.cos(math.pi * (step - begin) / (end - begin))) / 2
        return weight * a + (1 - weight) * b

    return one_cycle
