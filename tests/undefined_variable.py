"""Django prints nothing for an undefined template variable; in the suite, our own templates fail instead."""

import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.template.base import Node


class UndefinedVariable(str):
    """The engine's `string_if_invalid`: Django applies it with `%`, so that is where it can object.

    Templates of others (the admin's) rely on the silence and keep it.
    """

    templates: Path

    def __new__(cls, templates: Path) -> "UndefinedVariable":
        instance = super().__new__(cls, "%s")
        instance.templates = templates
        return instance

    def __mod__(self, variable: Any) -> str:
        origin = _origin(sys._getframe(1))
        if Path(origin).is_relative_to(self.templates):
            name = Path(origin).relative_to(self.templates)
            raise AssertionError(f"{name} uses the undefined variable “{variable}”.")
        return ""


def _origin(frame: FrameType | None) -> str:
    """The file whose node is being rendered: the nearest node up the stack knows it."""
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""
