"""Files that come from outside: what they really are, whether they may be kept, and pictures made clean.

Pure: bytes in, facts out. Whoever asks puts a ``Refused`` into words of his own.
"""

from portal.lib.uploads.documents import Verified, verify
from portal.lib.uploads.images import Picture, clean
from portal.lib.uploads.refusal import Reason, Refused

__all__ = ["Picture", "Reason", "Refused", "Verified", "clean", "verify"]
