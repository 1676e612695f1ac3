"""Django's settings: safe as they stand; the environment says where things are and what this server may do.

========================  ============================================================================================
``OUTWARD_WORKSPACE``     folder of cases, releases, reports and the portal's own files (default ``workspace/``)
``DATABASE_URL``          ``postgresql://user:password@host:port/name``; empty: SQLite in the workspace
``OUTWARD_HOSTS``         host names that the portal answers to, separated by commas (default: this machine's loopback)
``OUTWARD_HTTPS``         ``1`` behind a server that speaks HTTPS: secure cookies, HSTS
``OUTWARD_PROXIES``       how many servers stand in front and add ``X-Forwarded-For`` (default 0: the header is ignored)
``OUTWARD_API_LIMIT``     requests a minute to the API from an address (default 600, 0: any number; tokens: 4 times)
``OUTWARD_READ_ONLY``     ``1``: pages can be read, nothing can be changed
``OUTWARD_SCANNER``       ``unix:/run/clamav/clamd.ctl`` or ``tcp://host:3310``: clamd, asked about each upload
``OUTWARD_PUBLISHER``     who publishes the portal, as files cite it (default: its host name)
``OUTWARD_ADDRESS``       where readers reach the portal, such as ``https://outward.example.org``: for links in mail
``OUTWARD_WEBHOOKS``      hosts to which notices may be sent as messages, separated by commas (default: none)
``OUTWARD_TIME_ZONE``     in which times are shown and days begin (default ``Asia/Shanghai``)
``OUTWARD_MAIL``          ``smtp://user:password@host:port``; empty: messages are written to ``portal/mail`` as files
``OUTWARD_MAIL_FROM``     the address that messages come from (default ``outward@`` and the first host name)
========================  ============================================================================================
"""

from __future__ import annotations

import os
from pathlib import Path

from outward.workspace import workspace_folder
from outward_portal.settings.databases import databases
from outward_portal.settings.environment import mail_settings, switch
from outward_portal.settings.files import PortalFiles
from outward_portal.settings.logs import LOGGING  # noqa: F401
from outward_portal.settings.security import *  # noqa: F403  (Django reads names of this module)
from outward_portal.settings.security import secret_key

SCANNER = os.environ.get("OUTWARD_SCANNER", "").strip()
WORKSPACE = workspace_folder().resolve()
FILES = PortalFiles(WORKSPACE / "portal")
SECRET_KEY = secret_key(FILES.secret_key)
HTTPS = switch("OUTWARD_HTTPS")
READ_ONLY = switch("OUTWARD_READ_ONLY")
PUBLISHER = os.environ.get("OUTWARD_PUBLISHER", "").strip()
ADDRESS = os.environ.get("OUTWARD_ADDRESS", "").strip().rstrip("/")
WEBHOOK_HOSTS = frozenset(name.strip().lower() for name in os.environ.get("OUTWARD_WEBHOOKS", "").split(",")) - {""}
WEBHOOK_LOOPBACK = False  # set by tests alone: messages to this machine, without TLS
API_LIMIT_VISITOR = int(os.environ.get("OUTWARD_API_LIMIT", "600"))
API_LIMIT_TOKEN = 4 * API_LIMIT_VISITOR
TRUSTED_PROXIES = int(os.environ.get("OUTWARD_PROXIES", "0"))
DEBUG = False

ALLOWED_HOSTS = [name.strip() for name in os.environ.get("OUTWARD_HOSTS", "127.0.0.1,localhost").split(",")]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks_db",
    "csp",
    "outward_portal.theme",
    "outward_portal.accounts",
    "outward_portal.journal",
    "outward_portal.work",
    "outward_portal.records",
    "outward_portal.registers",
    "outward_portal.api",
    "outward_portal.imports",
    "outward_portal.runs",
    "outward_portal.audits",
    "outward_portal.membership",
    "outward_portal.home",
    "outward_portal.review",
    "outward_portal.knowledge",
    "outward_portal.operations",
    "outward_portal.dossiers",
    "outward_portal.workbench",
    "outward_portal.risks",
    "outward_portal.workflows",
    "outward_portal.notices",
    "outward_portal.coordination",
    "outward_portal.leads",
    "outward_portal.services",
    "outward_portal.funding",
    "outward_portal.plans",
    "outward_portal.training",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "outward_portal.theme.middleware.ResponseHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # behind what adds headers: static files have them too
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "outward_portal.membership.middleware.RequiredSteps",
    "outward_portal.theme.middleware.ReadOnly",
    "outward_portal.theme.middleware.StorageTrouble",
]

ROOT_URLCONF = "outward_portal.urls"
WSGI_APPLICATION = "outward_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,  # every app's folder jinja2/
        "OPTIONS": {
            "environment": "outward_portal.theme.environment.environment",
            "context_processors": ["outward_portal.theme.context.page"],
        },
    },
    {  # allauth's e-mails
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = databases(os.environ.get("DATABASE_URL", ""), FILES.database)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "theme" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("OUTWARD_TIME_ZONE", "").strip() or "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = FILES.static
STATICFILES_DIRS = [FILES.generated]
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # before the first start there is no such folder yet
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES.uploads}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
EMAIL_SUBJECT_PREFIX = "[Outward] "
DEFAULT_FROM_EMAIL = os.environ.get("OUTWARD_MAIL_FROM", "").strip() or f"outward@{ALLOWED_HOSTS[0]}"

vars().update(mail_settings(os.environ.get("OUTWARD_MAIL", ""), FILES.mail))
