"""Answers as JSON, of which records may be JSON already."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer

from portal.api.kept import Written


class RecordRenderer(JSONRenderer):
    """The framework's bytes; ``Written`` records stand in them as they are."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if not _holds_written(data):
            return bytes(super().render(data, accepted_media_type, renderer_context))
        if self.get_indent(accepted_media_type or "", renderer_context or {}) is not None:
            return bytes(super().render(_read(data), accepted_media_type, renderer_context))
        if isinstance(data, Written):
            return data.told()
        told = (
            super(RecordRenderer, self).render(name)
            + b":"
            + (
                value.told()
                if isinstance(value, Written)
                else super(RecordRenderer, self).render([value])[1:-1]
            )
            for name, value in data.items()
        )
        return b"{" + b",".join(told) + b"}"


def _holds_written(data: Any) -> bool:
    return isinstance(data, Written) or (
        isinstance(data, dict) and any(isinstance(value, Written) for value in data.values())
    )


def _read(data: Any) -> Any:
    if isinstance(data, Written):
        return json.loads(data.told())
    return {name: _read(value) if isinstance(value, Written) else value for name, value in data.items()}
