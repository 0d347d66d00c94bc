"""The staff's pages on what happens. One module an aggregate; ``institutions.admin.desk`` is what they share."""

from events.admin import agreements, event, followup, media, programme, sources, vocabulary

__all__ = ["agreements", "event", "followup", "media", "programme", "sources", "vocabulary"]
