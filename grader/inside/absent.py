"""What an exercise forbids is not there: library callables and modules are replaced before student code runs.

Theory of operation. A dotted name (globs allowed) is resolved to objects; every place in the loaded library that holds
one of these objects gets a stand-in, so that `torch.optim.Adam`, `torch.optim.adam.Adam` and every other door are
closed at once. Places are found through an index made once in the zygote. A stand-in raises `NotAllowed`, which is a
sentence for the student, and notes the name for the flag. Probes are ours and may need the library to measure a
student's answer (`torch.autograd.grad`): they get a view of it with the originals, and methods let them through.
Dynamic tricks remain possible in Python; the lint looks for them and `SECURITY.md` says so.
"""

from __future__ import annotations

import fnmatch
import functools
import re
import sys
import types
from collections.abc import Iterable
from typing import Any

import torch

_METHODS = (types.FunctionType, types.MethodDescriptorType, types.WrapperDescriptorType)
_LIBRARIES = ("torch", "numpy")


class NotAllowed(RuntimeError):
    """A library function that this notebook may not use."""


class Absent:
    """The stand-in for a function or class: it cannot be called, inherited from, or asked for anything."""

    __slots__ = ("_path",)  # nothing on it leads to the original: one attribute would be the way around the ban

    def __init__(self, path: str) -> None:
        self._path = path

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        genuine, library = _kept[id(self)]
        # By the namespace and not by the file's name, which any code object can be given.
        caller = sys._getframe(1).f_globals
        if any(caller is names for names in library.probe_names):
            return genuine(*args, **kwargs)
        raise library.refuse(self._path)

    def __get__(self, instance: Any, owner: type) -> Any:
        if not isinstance(_kept[id(self)][0], _METHODS):
            return self  # a name that a class of the student keeps
        return self if instance is None else functools.partial(self, instance)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        raise _kept[id(self)][1].refuse(self._path)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise _kept[id(self)][1].refuse(self._path)

    def __instancecheck__(self, instance: Any) -> bool:
        return False

    def __subclasscheck__(self, subclass: type) -> bool:
        return False

    def __or__(self, other: Any) -> Any:
        return other  # in annotations

    __ror__ = __or__

    def __repr__(self) -> str:
        return f"<{self._path} is not allowed here>"


_kept: dict[int, tuple[Any, Library]] = {}  # by stand-in: stand-ins are held by the library's tables and never end
Index = dict[int, list[tuple[dict[str, Any], str]]]
_index: Index = {}
_names: dict[str, str] = {}  # module → its public names, one a line
_submodules: dict[str, list[str]] = {}  # module → all modules below it
_members: dict[str, str] = {}  # module → the functions and classes that are its own or come from below it, one a line
_ours: list[str] = []  # modules of this package


def index_library() -> None:
    """Note, for every function and class of the library, each module that holds it. Done once, in the zygote.

    Names are kept as one text for each module: a child that went through the names themselves would count references
    on thousands of shared pages and copy every one of them. So would one that went through `sys.modules`.
    """
    _index.clear()
    _names.clear()
    _submodules.clear()
    _members.clear()
    _ours[:] = [name for name in sys.modules if name.partition(".")[0] == "grader"]
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in _LIBRARIES or not isinstance(module, types.ModuleType):
            continue
        parts = name.split(".")
        for i in range(2, len(parts)):
            _submodules.setdefault(".".join(parts[:i]), []).append(name)
        table = vars(module)
        _names[name] = "\n".join(key for key in table if not key.startswith("__"))
        _members[name] = "\n".join(key for key, value in table.items() if not key.startswith("__") and _belongs(value, name))
        for key, value in table.items():
            if callable(value) or isinstance(value, types.ModuleType):
                _index.setdefault(id(value), []).append((table, key))


def _belongs(value: Any, module: str) -> bool:
    # By `type`: asking some objects of torch for their class makes them warn.
    home = getattr(value, "__module__", None) if issubclass(type(value), (type, *_METHODS)) else None
    return callable(value) and isinstance(home, str) and (home == module or home.startswith(module + "."))


def forget_ours() -> None:
    """Take this package out of `sys.modules`: what is imported stays in use; a cell finds nothing of ours by name."""
    for name in _ours:
        sys.modules.pop(name, None)


class Library:
    """The library as this notebook may see it."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.originals: dict[str, Any] = {}
        self.probe_names: list[dict[str, Any]] = []
        self._stand_ins: list[Absent] = []

    @property
    def count(self) -> int:
        return len(self.originals)

    def remove(self, names: Iterable[str], *, modules: Iterable[str] = ()) -> None:
        """Replace everything that these names stand for, everywhere."""
        if not _index:
            index_library()
        wanted = [path for pattern in (*names, *modules) if "." in pattern for path in resolve(pattern)]
        for path, owner, key, value in wanted:
            if path not in self.originals:
                self.originals[path] = value
                self._replace(path, owner, key, value)

    def _replace(self, path: str, owner: Any, key: str, value: Any) -> None:
        if isinstance(value, types.ModuleType):
            stand_in: Any = self._no_module(path, value)
        else:
            stand_in = Absent(path)
            self._stand_ins.append(stand_in)
            _kept[id(stand_in)] = (value, self)
        if isinstance(owner, type):
            setattr(owner, key, stand_in)
            return
        for table, name in _index.get(id(value), []):
            if table.get(name) is value:
                table[name] = stand_in
        setattr(owner, key, stand_in)

    def refuse(self, path: str) -> NotAllowed:
        self.called.append(path)
        return NotAllowed(f"{path} is not allowed here: write it yourself.")

    def _no_module(self, path: str, genuine: types.ModuleType) -> Any:
        """An empty module, also for `import`; what it held is taken away wherever else it can be reached."""
        table = vars(genuine)
        for key, value in [(key, table[key]) for key in _members.get(genuine.__name__, "").split()]:
            inner = f"{path}.{key}"
            if inner not in self.originals and _belongs(value, path):
                self.originals[inner] = value
                self._replace(inner, genuine, key, value)
        refuse = self.refuse
        empty = types.ModuleType(path)

        def missing(name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            raise refuse(f"{path}.{name}")

        empty.__getattr__ = missing  # type: ignore[method-assign]
        empty.__path__ = []  # type: ignore[attr-defined]
        sys.modules[path] = empty
        for name in _submodules.get(path, ()):
            sys.modules[name] = empty
        return empty

    def view(self) -> dict[str, Any]:
        """For the probes' namespace: how their imports see the library as it was."""
        return {"__library__": self._seen} if self.originals else {}

    def _seen(self, module: Any, path: str) -> Any:
        if isinstance(module, types.ModuleType) and any(name.startswith(path + ".") for name in self.originals):
            return _View(module, path, self)
        return module


class _View:
    """A module as a probe sees it: forbidden names are the originals."""

    def __init__(self, module: types.ModuleType, path: str, library: Library) -> None:
        self.__dict__.update(_module=module, _path=path, _library=library)

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}"
        originals = self._library.originals
        found = originals[path] if path in originals else self._library._seen(getattr(self._module, name), path)
        self.__dict__[name] = found  # looked up once; and what a student puts in its place later is not what a probe sees
        return found


def resolve(pattern: str) -> list[tuple[str, Any, str, Any]]:
    """Every (path, owner, key, object) that a dotted pattern names; none for what this version of torch lacks."""
    parts = pattern.split(".")
    root = sys.modules.get(parts[0])
    if root is None or parts[0] not in _LIBRARIES:
        return []
    places: list[tuple[str, Any]] = [(parts[0], root)]
    for i, part in enumerate(parts[1:], start=1):
        found = []
        for path, owner in places:
            for key in _matching(owner, part, last=i == len(parts) - 1):
                found.append((path, owner, key, _get(owner, key)))
        found = [entry for entry in found if entry[3] is not None]
        if i == len(parts) - 1:
            return [(f"{path}.{key}", owner, key, value) for path, owner, key, value in found]
        places = [(f"{path}.{key}", value) for path, _, key, value in found]
    return []


def _matching(owner: Any, part: str, *, last: bool) -> list[str]:
    if not any(c in part for c in "*?["):
        return [part]
    if isinstance(owner, types.ModuleType) and owner.__name__ in _names and not any(c in part for c in "?["):
        expression = ".*".join(map(re.escape, part.split("*")))
        public = re.findall(f"(?m)^{expression}$", _names[owner.__name__])
    else:
        public = [key for key in vars(owner) if not key.startswith("__") and fnmatch.fnmatchcase(key, part)]
    return [key for key in public if callable(_get(owner, key))] if last else public


def _get(owner: Any, key: str) -> Any:
    """The attribute without starting a lazy import or a descriptor's code."""
    if isinstance(owner, type):
        return getattr(owner, key, None)
    held = vars(owner).get(key) if isinstance(owner, types.ModuleType) else getattr(owner, key, None)
    return sys.modules.get(f"{owner.__name__}.{key}") if held is None and isinstance(owner, types.ModuleType) else held


assert torch is not None  # imported so that the index is complete
