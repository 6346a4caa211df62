"""Settings, all from the environment; the embedded services set what is missing (see ``embedded/``)."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("ZIELSYSTEM_DATA", BASE_DIR / "var")).resolve()


def _verlange(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(
            f"{name} ist nicht gesetzt. Über „make run“ oder manage.py wird es von selbst gesetzt."
        ) from None


SECRET_KEY = _verlange("ZIELSYSTEM_SECRET_KEY")
DEBUG = os.environ.get("ZIELSYSTEM_DEBUG") == "1"
HTTPS = os.environ.get("ZIELSYSTEM_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("ZIELSYSTEM_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ZIELSYSTEM_URL = os.environ.get("ZIELSYSTEM_URL", f"http://localhost:{os.environ.get('PORT') or 8000}").rstrip("/")
"""Where people reach the system: what links in e-mails and calendars begin with."""
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "demonstration",
    "berichte",
    "agreements",
    "gremien",
    "kennzahlen",
    "zielsystem.konten",
    "zielsystem.schluessel",
    "zielsystem.parameter",
    "zielsystem.journal",
    "zielsystem.parties",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "zielsystem.ui",
    "allauth",
    "allauth.account",
    "guardian",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "zielsystem.api.vorrat.VorratMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zielsystem.parameter.gedaechtnis.ParameterMiddleware",
    "zielsystem.parties.doors.TuerMiddleware",
]

ROOT_URLCONF = "zielsystem.urls"
WSGI_APPLICATION = "zielsystem.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zielsystem.navigation.rahmen",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(_verlange("DATABASE_URL"), conn_max_age=300, conn_health_checks=True)}
REDIS_URL = _verlange("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"

# The electronic seal of signed agreements, see docs/signature.md. Without a key the demonstration makes its own.
SIEGEL_SCHLUESSEL = os.environ.get("ZIELSYSTEM_SIEGEL_SCHLUESSEL", "")
SIEGEL_ZERTIFIKAT = os.environ.get("ZIELSYSTEM_SIEGEL_ZERTIFIKAT", "")
SIEGEL_KENNWORT = os.environ.get("ZIELSYSTEM_SIEGEL_KENNWORT", "")
SIEGEL_WURZELN = os.environ.get("ZIELSYSTEM_SIEGEL_WURZELN", "")
SIEGEL_SELBST_ERSTELLEN = os.environ.get("ZIELSYSTEM_SIEGEL_SELBST", "0" if HTTPS else "1") == "1"
SIEGEL_ORDNER = DATA_DIR / "siegel"

AUTH_USER_MODEL = "parties.Nutzer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
# Grants are read by the one access rule (parties/zugriff.py), not by an authentication backend.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zielsystem.parties.konten.Konten"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
EMAIL_BACKEND = os.environ.get("ZIELSYSTEM_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = os.environ.get("ZIELSYSTEM_EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("ZIELSYSTEM_EMAIL_FROM", "zielsystem@localhost")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gesund/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "zielsystem.schluessel.anmeldung.Schluesselanmeldung",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["zielsystem.api.einlass.Tuer"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "zielsystem.api.probleme.problem",
    "NUM_PROXIES": 1 if HTTPS else 0,
    "URL_FORMAT_OVERRIDE": "format",
    "SCHEMA_COERCE_PATH_PK": False,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Zielsystem",
    "DESCRIPTION": "Kennzahlen nach § 48a SGB II und Zielvereinbarungen nach § 48b SGB II.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "Meldungszustand": "kennzahlen.api.meldungsschema.ZUSTAENDE",
        "Vereinbarungszustand": "agreements.api_schema.ZUSTAENDE",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "zielsystem.api.schema.gemeinsame_antworten",
    ],
}
# Tokens for the API, see zielsystem/schluessel. The prefix lets scanners find one that got into a repository.
KNOX_TOKEN_MODEL = "schluessel.Schluessel"
# Its own table would be made although it is swapped, and hinder emptying the table of people in tests.
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "zs_", "AUTO_REFRESH": False}
# Memory of each web process for finished answers of the open doors of the API; 0: none is kept.
API_VORRAT_BYTES = int(os.environ.get("ZIELSYSTEM_API_VORRAT", str(32 * 1024 * 1024)))
# For so long a web process takes for granted what it knows to be the newest release before it asks again.
API_FRISCH_SEKUNDEN = float(os.environ.get("ZIELSYSTEM_API_FRISCH", "1"))
# Requests a minute: without login by address, with a token, in a session; 0 is without limit. See docs/api.md.
API_GRENZEN = {
    "anonym": int(os.environ.get("ZIELSYSTEM_API_ANONYM", "600")),
    "schluessel": int(os.environ.get("ZIELSYSTEM_API_SCHLUESSEL", "1200")),
    "sitzung": int(os.environ.get("ZIELSYSTEM_API_SITZUNG", "1200")),
}

CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "monatliche-veroeffentlichung": {
        "task": "kennzahlen.tasks.compute_release_on_schedule",
        "schedule": crontab(day_of_month="20-24", hour="6", minute="0"),
    },
    "alte-hochladungen": {
        "task": "kennzahlen.tasks.delete_old_uploads",
        "schedule": crontab(minute="17"),
    },
    "erinnerungen": {
        "task": "kennzahlen.tasks.send_reminders",
        "schedule": crontab(day_of_week="mon-fri", hour="7", minute="30"),
    },
    "faellige-vereinbarungen": {
        "task": "agreements.vollziehe_faellige",
        "schedule": crontab(hour="0", minute="10"),
    },
    "prognosen-nachholen": {
        "task": "agreements.prognosen_nachholen",
        "schedule": crontab(minute="37"),
    },
    "ausfertigungen-nachholen": {
        "task": "agreements.ausfertigungen_nachholen",
        "schedule": crontab(minute="41"),
    },
    "erinnerungen-an-zeichnung": {
        "task": "agreements.erinnere_an_zeichnung",
        "schedule": crontab(day_of_week="mon-fri", hour="7", minute="40"),
    },
    "rundbriefe": {
        "task": "agreements.sende_rundbriefe",
        "schedule": crontab(day_of_week="mon-fri", hour="6", minute="30"),
    },
    "veroeffentlichungsdateien-nachholen": {
        "task": "kennzahlen.tasks.make_missing_release_files",
        "schedule": crontab(minute="43"),
    },
    "alte-vorgaenge": {
        "task": "schluessel.vergiss_vorgaenge",
        "schedule": crontab(minute="47"),
    },
    "jahresberichte-nachholen": {
        "task": "berichte.jahresberichte_nachholen",
        "schedule": crontab(minute="3-58/5"),
    },
    "berichte-nachholen": {
        "task": "berichte.nachholen",
        "schedule": crontab(minute="*/5"),
    },
    "haengende-berechnungen": {
        "task": "kennzahlen.tasks.find_stuck_computations",
        "schedule": crontab(minute="*/5"),
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"kurz": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"konsole": {"class": "logging.StreamHandler", "formatter": "kurz"}},
    "root": {"handlers": ["konsole"], "level": "INFO"},
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}
