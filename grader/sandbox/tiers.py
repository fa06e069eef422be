"""Tiers: how strong the walls are on this machine. The strongest that passes its own test is taken, and named on every report.

| tier | walls | does not promise |
|---|---|---|
| A | bwrap around the zygote; own pid, mount, net, ipc, uts and user namespaces per child; Landlock; seccomp; rlimits | – |
| B | bwrap around the zygote; Landlock, seccomp, rlimits per child | processes of siblings and names of files stay visible |
| C | Landlock, seccomp, rlimits; nobody instead of root | that the names (not the contents) of files are hidden; a quota on its folder |
| D | a process of its own, rlimits | anything against code that means harm: refused unless `--allow-unsafe` |
"""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass

from grader.errors import SandboxError


@dataclass(frozen=True, kw_only=True)
class Tier:
    name: str
    title: str
    promises: tuple[str, ...]
    outer: bool = False
    namespaces: bool = False
    landlock: bool = True
    filtered: bool = True
    unsafe: bool = False

    def program(self) -> bytes:
        """The seccomp program, or nothing."""
        if not self.filtered:
            return b""
        from grader.sandbox import filter as filter_

        return filter_.program()


_ALWAYS = ("network", "exec", "fork", "files", "write", "memory", "signal", "descriptors")
TIERS: dict[str, Tier] = {
    "A": Tier(
        name="A", title="namespaces, Landlock, seccomp", promises=(*_ALWAYS, "processes", "names", "quota"), outer=True, namespaces=True
    ),
    "B": Tier(name="B", title="bwrap, Landlock, seccomp", promises=(*_ALWAYS, "names"), outer=True),
    "C": Tier(name="C", title="Landlock, seccomp", promises=_ALWAYS),
    "D": Tier(
        name="D",
        title="a separate process: UNSAFE, trusted submissions only",
        promises=("memory",),
        landlock=False,
        filtered=False,
        unsafe=True,
    ),
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether a tier passed its test here, and if not, why."""

    tier: str
    ok: bool
    reason: str = ""


@functools.cache
def standing(name: str) -> Standing:
    """Start this tier once and try to break out of it."""
    from grader.sandbox import launch, selftest

    tier = TIERS[name]
    if sys.platform != "linux" and not tier.unsafe:
        return Standing(tier=name, ok=False, reason="needs Linux")
    missing = launch.missing_tools(tier.outer)
    if missing and not tier.unsafe:
        return Standing(tier=name, ok=False, reason=f"not installed: {', '.join(missing)}")
    try:
        broken = selftest.run(tier)
    except (SandboxError, ImportError, OSError) as error:
        return Standing(tier=name, ok=False, reason=str(error)[:600])
    return Standing(tier=name, ok=not broken, reason="; ".join(broken))


def available() -> list[Standing]:
    """Every tier, strongest first, with the reason where it cannot be used here."""
    return [standing(name) for name in TIERS]


def best(*, allow_unsafe: bool = False) -> Tier:
    """The strongest tier that passes; SandboxError if only the unsafe one is left and it was not asked for."""
    reasons = []
    for name, tier in TIERS.items():
        if tier.unsafe and not allow_unsafe:
            continue
        found = standing(name)
        if found.ok:
            return tier
        reasons.append(f"  tier {name}: {found.reason}")
    raise SandboxError(
        "No jail can be built on this machine.\n"
        + "\n".join(reasons)
        + "\n  Run `allclose doctor`, or pass --allow-unsafe for code you trust."
    )
