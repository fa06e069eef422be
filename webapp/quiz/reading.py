"""YAML as we allow it: plain data, no aliases, no key twice, limits on size and depth."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from grader.errors import CourseError

LARGEST, DEEPEST, MOST_NODES = 200_000, 12, 20_000


class _Plain(yaml.SafeLoader):
    """SafeLoader that refuses aliases, repeated keys, deep nesting and too many nodes."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = self.nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.YAMLError(f"line {event.start_mark.line + 1}: aliases (*name) are not allowed. Write the text out.")
        self.depth += 1
        self.nodes += 1
        if self.depth > DEEPEST or self.nodes > MOST_NODES:
            raise yaml.YAMLError("is nested too deeply or too long.")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: “{name}” stands twice.")
            seen.add(name)
        return super().construct_mapping(node, deep)


# A date or a yes/no word inside a sentence must stay text: only numbers, true, false and null are read as such.
_Plain.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in pairs if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null")
    ]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_yaml(path: Path) -> Any:
    """The data of a file; CourseError names the file and what to change."""
    text = path.read_text(encoding="utf-8")
    if len(text) > LARGEST:
        raise CourseError(f"{path}: has {len(text)} characters, {LARGEST} are allowed. Split it.")
    loader = _Plain(text)
    try:
        return loader.get_single_data()
    except (yaml.YAMLError, RecursionError) as error:
        raise CourseError(f"{path}: {error}") from None
    finally:
        loader.dispose()
