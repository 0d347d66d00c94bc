"""Production's settings, but for what needs a build (hashed static files) or would end the run (throttles)."""

import os

from bench_addresses import HOST

os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark-" + "0123456789" * 4)
os.environ["ALLOWED_HOSTS"], os.environ["SITE_URL"] = HOST, f"https://{HOST}"

from portal.settings.base import *  # noqa: F403  (base reads the variables set above)

ROOT_URLCONF = "bench_urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
API_REQUESTS_PER_MINUTE = 10**9
