"""The whole site in one file: taken while it is in use, verified, put back on either database.

The file is a gzipped tar, so that any system can look into it: ``hakama.json`` (what it is), the rows of each table as
JSON lines in parts of a few megabytes, the sequences, the media, and last a manifest with the SHA-256 of every part.
With a password it is wrapped in the age format (age-encryption.org/v1). docs/operations.md says how to use it.
"""


class BackupError(Exception):
    """What an administrator has to read; the message is complete."""
