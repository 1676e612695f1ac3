"""Between Django's language codes and the library's."""

from __future__ import annotations

from django.utils.translation import get_language

from outward.vocabulary.labels import Language

TAGS = {"en": "en", "zh": "zh-CN"}
PREFIXES = {"en": "en", "zh": "zh-hans"}


def current_language() -> Language:
    """Give the library's name of the language in which the present request is answered."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


def other_language(language: Language) -> Language:
    """Give the other of the two."""
    return "zh" if language == "en" else "en"


def in_language(path: str, language: Language) -> str:
    """Give a page's address in a language.

    Examples
    --------
    >>> in_language("/en/registers/?q=a", "zh"), in_language("/health", "zh")
    ('/zh-hans/registers/?q=a', '/health')
    """
    for prefix in PREFIXES.values():
        if path == f"/{prefix}" or path.startswith(f"/{prefix}/"):
            return f"/{PREFIXES[language]}{path[len(prefix) + 1:]}"
    return path
