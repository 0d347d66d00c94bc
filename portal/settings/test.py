"""The suite: as strict as production where it matters. SQLite in memory, or DATABASE_URL."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-the-test-suite-" + "0123456789" * 3)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("SITE_URL", "https://portal.example.ma")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ.setdefault("DUMPS_DIR", str(Path(tempfile.gettempdir()) / "hakama-test-dumps"))
os.environ.setdefault("MEDIA_STORAGE_URL", str(Path(tempfile.gettempdir()) / "hakama-test-media"))

from portal.settings.base import *  # noqa: F403  (base reads the variables set above)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SECOND_FACTOR_ROLES = ()  # tests sign in at once; those about the second factor ask for it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # fast, and nothing here is worth protecting
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = (
    False  # the browser tests speak plain http
)
API_REQUESTS_PER_MINUTE = 1_000_000  # its own tests set a rate
WHITENOISE_AUTOREFRESH = True  # no scan of STATIC_ROOT, which a fresh clone does not have
LOGGING["loggers"]["portal.request"]["level"] = "WARNING"  # noqa: F405  (its own test listens)
RECORD_CACHE_BYTES = PAGE_CACHE_BYTES = 0  # each test sees its own answers; those of the cache switch it on
