"""Reads the environment. Whatever is missing or malformed stops the start with the variable's name."""

import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
_MAIL_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
REDIS_CACHE = "portal.forgiving_cache.ForgivingRedisCache"


def text(name: str, *, meaning: str, default: str | None = None) -> str:
    """The variable's value; without a default it has to be set. `meaning` completes the message."""
    value = os.environ.get(name, "").strip() or default
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is missing: {meaning}.")
    return value


def words(name: str, *, meaning: str) -> list[str]:
    """A comma-separated list with at least one entry."""
    found = [word for word in map(str.strip, text(name, meaning=meaning).split(",")) if word]
    if not found:
        raise _malformed(name, meaning)
    return found


def optional_words(name: str) -> list[str]:
    """A comma-separated list that may be missing."""
    return [word for word in map(str.strip, os.environ.get(name, "").split(",")) if word]


def networks(name: str) -> list[str]:
    """Network addresses (10.0.0.0/8) that may be missing, but not malformed."""
    found = optional_words(name)
    try:
        for word in found:
            ip_network(word)
    except ValueError as error:
        raise _malformed(name, "it should list addresses or networks, such as 10.0.0.0/8") from error
    return found


def optional_secret(name: str) -> str:
    """Nothing, or a secret that cannot be guessed."""
    value = os.environ.get(name, "").strip()
    if value and len(value) < 20:
        raise _malformed(name, "it should be at least 20 random characters")
    return value


def secret(name: str, *, meaning: str) -> str:
    """A secret that is worth the name: `manage.py check --deploy` asks for 50 characters too."""
    value = text(name, meaning=meaning)
    if len(value) < 50 or len(set(value)) < 5:
        raise _malformed(name, meaning)
    return value


def site_address(name: str, *, meaning: str) -> str:
    """An absolute http(s) address without path and without final slash."""
    value = text(name, meaning=meaning).rstrip("/")
    try:
        parts = urlsplit(value)
        is_sound = bool(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        is_sound = False
    if not is_sound or parts.path or parts.query or parts.fragment or parts.username:
        raise _malformed(name, meaning)
    return value


def database(name: str, *, default: str) -> dict[str, Any]:
    """SQLite or PostgreSQL, with the options each of them needs to be trusted with writes."""
    meaning = "it should be sqlite:///<path> or postgres://<user>:<password>@<host>:<port>/<name>"
    config = _parsed(name, default, meaning, Env.db_url_config, DATABASE_SCHEMES)
    if not config.get("NAME"):
        raise _malformed(name, meaning)
    is_sqlite = config["ENGINE"].endswith("sqlite3")
    config["OPTIONS"] = {**config.get("OPTIONS", {}), **(SQLITE_OPTIONS if is_sqlite else {})}
    # Seconds. SQLite too: to open its file and read its tables' names costs more than most pages.
    config.setdefault("CONN_MAX_AGE", 60)
    if is_sqlite:
        return config
    for option, value in POSTGRESQL_OPTIONS.items():
        config["OPTIONS"].setdefault(option, value)
    # What the planner takes for dear (a gate asked for each row, and left when enough is seen) is not worth compiling.
    # A plan that is kept (``events.kept_queries``) is kept for whatever is asked.
    config["OPTIONS"].setdefault("options", "-c jit=off -c plan_cache_mode=force_generic_plan")
    return {"CONN_HEALTH_CHECKS": True, **config}


def replica(name: str) -> dict[str, Any]:
    """PostgreSQL, or nothing: a replica streams. `portal.replica` asks at each request whether it is well."""
    config = database(name, default="")
    if config["ENGINE"].endswith("sqlite3"):
        raise _malformed(name, "it should be postgres://<user>:<password>@<host>:<port>/<name>")
    config["OPTIONS"]["connect_timeout"] = 2  # seconds, the least libpq knows: the primary is there meanwhile
    return {**config, "CONN_HEALTH_CHECKS": False}


# Of a server that vanishes without a word (a cable, a firewall) the system would hear nothing for a quarter of an hour.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,  # seconds; libpq would wait for ever
    "keepalives_idle": 5,  # seconds without a word before the other side is asked
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds in which what is sent has to arrive
}
SQLITE_OPTIONS = {
    # A writer takes its lock when the transaction begins: no "database is locked" half-way through.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def cache(name: str) -> dict[str, Any]:
    """The cache; without the variable, the memory of each process."""
    meaning = "it should be redis://<host>:<port>/<number>, or locmemcache:// for one process"
    config = _parsed(name, "locmemcache://", meaning, Env.cache_url_config)
    # Django's own backend, made to survive the server's absence; whichever other one happens to be installed.
    return {**config, "BACKEND": REDIS_CACHE} if "redis" in config["BACKEND"].lower() else config


def email(name: str) -> dict[str, Any]:
    """The EMAIL_… settings; without the variable, messages are written to the log."""
    meaning = "it should be smtp+tls://<user>:<password>@<host>:587, or consolemail://"
    return _parsed(name, "consolemail://", meaning, Env.email_url_config)


def optional(name: str) -> str:
    """A text that may be left out; the pages then leave out what it would say."""
    return os.environ.get(name, "").strip()


def mail_address(name: str, *, default: str = "") -> str:
    """An e-mail address, or nothing."""
    value = optional(name) or default
    if value and not _MAIL_ADDRESS.fullmatch(value):
        raise _malformed(name, "it should be an e-mail address")
    return value


def contact(name: str) -> str:
    """How to be reached, as an address that begins with its scheme (RFC 9116 §2.5.3); nothing when left out."""
    value = optional(name)
    if _MAIL_ADDRESS.fullmatch(value):
        return f"mailto:{value}"
    if value and (not value.startswith(("mailto:", "https://", "tel:")) or re.search(r"\s", value)):
        raise _malformed(name, "it should be an e-mail address, or begin with https:// or tel:")
    return value


def media_storage(name: str, *, default: str) -> dict[str, Any]:
    """A folder, or a bucket: s3://<bucket>/<prefix>?endpoint_url=…, which needs django-storages[s3]."""
    meaning = "it should be a folder or s3://<bucket>/<prefix>, the latter with django-storages[s3] installed"
    value = text(name, meaning=meaning, default=default)
    if "://" not in value:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(Path(value).absolute())},
        }
    parts = urlsplit(value)
    if parts.scheme != "s3" or not parts.netloc or not find_spec("storages"):
        raise _malformed(name, meaning)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    place = {"bucket_name": parts.netloc, "location": parts.path.strip("/")}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**S3_OPTIONS, "client_config": _patience(), **options, **place},
    }


def _patience() -> Any:
    """A bucket that does not answer would hold a thread for five minutes."""
    from botocore.config import Config

    return Config(connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 2})


S3_OPTIONS = {
    "default_acl": "private",  # every file passes a view that asks the gate; the bucket itself is closed
    "file_overwrite": False,
    "max_memory_size": 5 * 1024 * 1024,  # of a file being read; the rest waits on disk
}


def _parsed(
    name: str,
    default: str,
    meaning: str,
    parse: Callable[[str], dict[str, Any]],
    schemes: tuple[str, ...] = (),
) -> dict[str, Any]:
    value = text(name, meaning=meaning, default=default)
    if schemes and value.partition("://")[0] not in schemes:
        raise _malformed(name, meaning)
    try:
        return parse(value)
    except (ImproperlyConfigured, ValueError) as error:
        raise _malformed(name, meaning) from error


def _malformed(name: str, meaning: str) -> ImproperlyConfigured:
    """Never repeats the value: it may hold a password, and messages end up in logs."""
    return ImproperlyConfigured(f"The environment variable {name} is malformed: {meaning}.")
