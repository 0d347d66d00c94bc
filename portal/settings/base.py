"""Production. Every relaxation lives in `dev` or `test`: what is forgotten leaves the site closed."""

# Before anything reads a time zone: the host's zone data may be older than the law (docs/decisions).
from portal.lib.zone import use_pinned_zone_data

use_pinned_zone_data()

from datetime import timedelta  # noqa: E402  (the pinned zone data comes first)
from pathlib import Path  # noqa: E402  (the pinned zone data comes first)
from typing import Any  # noqa: E402
from urllib.parse import urlsplit  # noqa: E402

import django.conf.locale  # noqa: E402
from csp.constants import NONE, SELF  # noqa: E402

from portal.settings import environment  # noqa: E402

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"
DEBUG = False
DEMO = False  # sample data and a staff login with a generated password: `dev` only

# What differs from one place to another (.env.example explains each) ------------------------------
SECRET_KEY = environment.secret("SECRET_KEY", meaning="it should be at least 50 random characters")
ALLOWED_HOSTS = environment.words(
    "ALLOWED_HOSTS", meaning="it should list the host names, separated by commas"
)
SITE_URL = environment.site_address("SITE_URL", meaning="it should look like https://portal.example.ma")
DATABASES = {"default": environment.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if environment.optional("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = environment.replica("DATABASE_REPLICA_URL")
DATABASE_ROUTERS = ["portal.replica.ReplicaRouter"]
CACHES = {"default": environment.cache("CACHE_URL")}
MEDIA_STORAGE = environment.media_storage("MEDIA_STORAGE_URL", default=str(VAR_DIR / "media"))
DUMPS_DIR = environment.optional("DUMPS_DIR") or str(VAR_DIR / "dumps")  # manage.py dump_open_data
vars().update(environment.email("EMAIL_URL"))
EMAIL_TIMEOUT = 20  # seconds: a mail server that does not answer holds nobody up
DEFAULT_FROM_EMAIL = environment.mail_address("EMAIL_FROM", default=f"portal@{urlsplit(SITE_URL).hostname}")
# Who answers for the data and how to be reached: what is left out, the pages do not say.
DATA_CONTROLLER = environment.optional("DATA_CONTROLLER")
CONTACT_EMAIL = environment.mail_address("CONTACT_EMAIL")
CNDP_REFERENCE = environment.optional("CNDP_REFERENCE")
SECURITY_CONTACT = environment.contact("SECURITY_CONTACT")
METRICS_TOKEN = environment.optional_secret("METRICS_TOKEN")
METRICS_ADDRESSES = environment.networks("METRICS_ADDRESSES")
ADMINS = [(address, address) for address in environment.optional_words("ERROR_EMAILS")]

# Applications -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",  # before the admin: it patches the admin's discovery
    "portal",  # ours before Django's: where both translate a word, the first listed is heard
    "exchange",
    "alerts",
    "search",
    "partners",
    "webhooks",
    "changes",
    "events",
    "institutions",
    "staff",
    "history",
    "staff.apps.StaffAdminConfig",  # django.contrib.admin behind a door of ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "corsheaders",
    "csp",
    "django_prose_editor",  # TipTap for static/js/rich-text.js
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",  # work that outlives the answer: a worker process takes it from the database
]
MIDDLEWARE = [
    "portal.observing.ObservingMiddleware",
    "portal.replica.ReplicaMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "portal.api.limits.LimitMiddleware",
    "portal.caching.middleware.KeptAnswersMiddleware",  # what lies below runs once a version of the record
    "portal.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.middleware.StaffLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.VisibleFallbackMiddleware",  # inside: the length is counted after it
    "django.middleware.csrf.CsrfViewMiddleware",
    "staff.middleware.StaffAuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: its page for the locked out replaces the view's
]
ROOT_URLCONF = "portal.urls"
CSRF_FAILURE_VIEW = "portal.pages.errors.csrf_failure"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "portal.lib.form_renderer.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]

# Languages and time -------------------------------------------------------------------------------
django.conf.locale.LANG_INFO["zgh"] = {
    "bidi": False,
    "code": "zgh",
    "name": "Standard Moroccan Amazigh",
    "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
}
USE_I18N = True
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("en", "English"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ")]
PUBLIC_LANGUAGES = ("ar", "fr", "en", "zgh")  # of the pages; zgh shows what it lacks in Arabic, marked
COMPLETE_LANGUAGES = ("ar", "fr", "en")  # in which every word of ours exists: the staff's room and the API
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
MODELTRANSLATION_LANGUAGES = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
MODELTRANSLATION_FALLBACK_LANGUAGES = COMPLETE_LANGUAGES
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"

# Files --------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, Any] = {
    "default": MEDIA_STORAGE,  # no MEDIA_URL: a page decides who may fetch a file
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the form of an event with a hundred speakers in four languages
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # of what is typed; each kind of file has its own limit
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("woff2", "png", "jpg", "jpeg", "webp", "avif", "gz", "br", "map")

DESK_ORDER = (
    "events",
    "institutions",
    "exchange",
    "partners",
    "webhooks",
    "alerts",
    "auth",
    "staff",
)  # apps in the menu of the staff

# Who may sign in ----------------------------------------------------------------------------------
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["staff.backends.LockOutBackend", "staff.backends.StaffBackend"]
# At first; administrators decide afterwards.
SECOND_FACTOR_ROLES: tuple[str, ...] = ("publisher", "administrator")
OTP_TOTP_ISSUER = "Hakama"
SESSION_IDLE_AGE = 60 * 60 * 2
SESSION_COOKIE_AGE = 60 * 60 * 12  # a working day, however busy
AXES_FAILURE_LIMIT = 5  # of one name from one address; staff.lockout adds limits of its own
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "staff.lockout.LockOut"
AXES_LOCKOUT_CALLABLE = "staff.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "staff.addresses.counted_address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "carried"]
AXES_DISABLE_ACCESS_LOG = True  # the audit log is ours
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

# Transport and browser ----------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
    r"^metrics$",
]  # asked by the machine next door, without TLS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": "/csp-report",
    },
}
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "authorization", "x-api-key", "if-none-match", "if-modified-since")
CORS_EXPOSE_HEADERS = (
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "ETag",
    "Link",
    "Deprecation",
    "Sunset",
)

# Partners -----------------------------------------------------------------------------------------
API_REQUESTS_PER_MINUTE = 300  # of an address
API_REQUESTS_PER_MINUTE_WITH_KEY = 3_000  # unless the key says otherwise
REST_FRAMEWORK: dict[str, Any] = {
    # Closed by default: a viewset opens itself by name. Nobody signs in here: anyone may cache the answers.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["portal.api.rendering.RecordRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_PAGINATION_CLASS": "portal.api.pagination.RecordPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api.problems.problem_json",
    "NUM_PROXIES": 1,  # the address our own proxy saw; what a client claims further left is ignored
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hakama API",
    "DESCRIPTION": "The public record of meetings on security governance and human rights in Morocco.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["portal.api.schema_document.complete"],
}

# Answers kept for anonymous visitors, by version of the record, in the memory of each process.
PAGE_CACHE_BYTES = 24 * 1024 * 1024
RECORD_CACHE_BYTES = 12 * 1024 * 1024  # records of the API as JSON, each by its place in the ledger

# Work that outlives the answer (manage.py db_worker) ------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What the administrator reads ---------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "portal.logs.JsonFormatter"},
        "line": {
            "()": "portal.logs.UtcFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "mail": {"()": "portal.logs.ErrorMail", "formatter": "json"},  # to ERROR_EMAILS, when there are any
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # to the root's, once
        "django.request": {"level": "ERROR"},  # what is refused has its line in portal.request
        "portal.request": {"level": "INFO"},
    },
    "root": {"handlers": ["console", "mail"], "level": "WARNING"},
}
