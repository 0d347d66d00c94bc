"""Where the password comes from: never from the command line, which every user of the machine can read."""

import os
from pathlib import Path
from typing import Any

from portal.backup import BackupError


def add_password_option(parser: Any) -> None:
    parser.add_argument(
        "--password-file",
        type=Path,
        help="a file with the password in its first line (else: BACKUP_PASSWORD)",
    )


def password(file: Path | None) -> str:
    """The password, or nothing."""
    if file is None:
        return os.environ.get("BACKUP_PASSWORD", "")
    try:
        found = file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except OSError as error:
        raise BackupError(f"The password cannot be read: {error.strerror} ({file}).") from error
    if not found:
        raise BackupError(f"The password file {file} is empty.")
    return found
