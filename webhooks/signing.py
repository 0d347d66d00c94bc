"""Signatures as Standard Webhooks has them: «id.timestamp.body», HMAC-SHA256, «v1,<base64>»."""

import secrets
from base64 import b64decode, b64encode
from hmac import digest

PREFIX = "whsec_"


def new_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + b64encode(digest(b64decode(secret.removeprefix(PREFIX)), signed, "sha256")).decode()


def headers(known: list[str], message_id: str, timestamp: int, body: str) -> dict[str, str]:
    """With two secrets in force, two signatures: the receiver needs one that fits."""
    return {
        "Webhook-Id": message_id,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": " ".join(signature(secret, message_id, timestamp, body) for secret in known),
    }
