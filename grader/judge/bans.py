"""What an exercise forbids, by profile: names that are absent in the child, modules that cannot be imported, aten ops.

`exercise.toml` lists profiles and single names; `torch.nn.functional.relu` is a name (globs allowed in the last
part), `aten:relu` an op.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROFILES: dict[str, tuple[str, ...]] = {
    name: tuple(names.split()) for name, names in tomllib.loads(Path(__file__).with_name("bans.toml").read_text(encoding="utf-8")).items()
}

# Forbidden in the text of the exercise that says so, but not taken out of the child: Python's own machinery needs the
# first, and other exercises of the same notebook need the second (their probes run under inference mode instead).
_NOT_REMOVED = frozenset({*PROFILES["F-ALL"], *PROFILES["F-BWD"]})


@dataclass(frozen=True)
class Bans:
    names: tuple[str, ...]
    ops: tuple[str, ...]

    @property
    def absent(self) -> tuple[str, ...]:
        """What is taken out of the child before student code runs."""
        return tuple(name for name in self.names if name not in _NOT_REMOVED)

    @classmethod
    def of(cls, entries: Iterable[str]) -> Bans:
        """Profiles and single names, expanded; F-ALL is always in force."""
        wanted = [name for entry in ("F-ALL", *entries) for name in PROFILES.get(entry, (entry,))]
        unique = list(dict.fromkeys(wanted))
        return cls(
            tuple(name for name in unique if not name.startswith("aten:")),
            tuple(name.removeprefix("aten:") for name in unique if name.startswith("aten:")),
        )

    def forbids(self, name: str) -> bool:
        """Is this dotted name, or what it lies in, forbidden?"""
        parts = name.split(".")
        prefixes = [".".join(parts[: i + 1]) for i in range(len(parts))]
        return any(fnmatch.fnmatchcase(prefix, banned) for prefix in prefixes for banned in self.names)

    def forbids_op(self, op: str) -> bool:
        return any(fnmatch.fnmatchcase(op, banned) for banned in self.ops)

    def to_wire(self) -> dict[str, list[str]]:
        return {"names": list(self.names), "absent": list(self.absent), "ops": list(self.ops)}


def is_known(entry: str) -> bool:
    """Is this a profile, a dotted name or module, or an op?"""
    return entry in PROFILES or "." in entry or entry.startswith("aten:") or (entry.isidentifier() and entry.islower())
