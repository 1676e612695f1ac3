"""Django as `startproject` makes it, on the portal's database: its middleware, its templates, a list of 50 rows."""

from __future__ import annotations

from outward_portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.plain.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # which allauth's app insists on; it does next to nothing
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {
        "context_processors": ["django.template.context_processors.request",
                               "django.contrib.auth.context_processors.auth"],
        "loaders": [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {
            "list.html": """<!DOCTYPE html><html><head><title>Projects</title></head><body><h1>Projects</h1>
<p>{{ paginator.count }} projects, page {{ page_obj.number }} of {{ paginator.num_pages }}</p>
<table><tr><th>Name</th><th>Country</th><th>Sector</th><th>Type</th><th>Stage</th><th>Enterprise</th><th>Value</th>
<th>Begins</th></tr>
{% for project in object_list %}<tr><td><a href="/projects/{{ project.pk }}/">{{ project.name_en }}</a></td>
<td>{{ project.countries }}</td><td>{{ project.sector }}</td><td>{{ project.get_type_display }}</td>
<td>{{ project.get_stage_display }}</td><td>{{ project.enterprise }}</td>
<td>{{ project.value }} {{ project.currency }}</td><td>{{ project.begins }}</td></tr>{% endfor %}</table>
{% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">Next</a>{% endif %}</body></html>""",
        })])],
    },
}]
