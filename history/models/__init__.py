"""What was, who changed it, and what is proposed."""

from history.models.versions import PendingRevision, RevisionState, Tombstone, Verb, Version

__all__ = ["PendingRevision", "RevisionState", "Tombstone", "Verb", "Version"]
