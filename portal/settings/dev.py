"""A developer's machine: sample data, readable errors, plain http on 127.0.0.1. Reads `.env` if it exists."""

import os
import secrets
from pathlib import Path

from environ import Env

_ROOT = Path(__file__).resolve().parents[2]
_SECRET = _ROOT / "var" / "secret-key.txt"
if not _SECRET.exists():
    _SECRET.parent.mkdir(exist_ok=True)
    _SECRET.touch(mode=0o600)
    _SECRET.write_text(secrets.token_urlsafe(50))

if (_ROOT / ".env").exists():
    Env.read_env(_ROOT / ".env")
os.environ.setdefault("SECRET_KEY", _SECRET.read_text())
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

from portal.settings.base import *  # noqa: E402, F403  (base reads the variables set above)

DEBUG = True
DEMO = True
SECOND_FACTOR_ROLES = ()  # `make run` signs in with the password it prints
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
LOGGING["handlers"]["console"]["formatter"] = "line"  # noqa: F405  (base's)
LOGGING["loggers"]["portal.request"]["level"] = "WARNING"  # noqa: F405  (runserver tells of each request already)
