"""The unified social credit code of Chinese organisations (GB 32100-2015): 17 characters and a check character."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))


def check_character(body: str) -> str:
    """Give the 18th character of a code from its first 17.

    Examples
    --------
    The code of the standard's example, and of a body whose weighted sum leaves no remainder:

    >>> check_character("91350100M000100Y4")
    '3'
    >>> check_character("0" * 17)
    '0'
    """
    total = sum(weight * _ALPHABET.index(character) for weight, character in zip(_WEIGHTS, body, strict=True))
    return _ALPHABET[-total % 31]


def is_credit_code(text: str) -> bool:
    """Whether a text is a code whose check character is right.

    Examples
    --------
    >>> is_credit_code("91350100M000100Y43"), is_credit_code("91350100M000100Y44"), is_credit_code("9135")
    (True, False, False)
    """
    return len(text) == 18 and set(text) <= set(_ALPHABET) and check_character(text[:17]) == text[17]


def validate_credit_code(text: str) -> None:
    """Refuse a text that is no code, for forms and models."""
    if not is_credit_code(text):
        raise ValidationError(
            _("%(text)s is no unified social credit code: 18 digits and capital letters without I, O, S, V and Z, "
              "the last of which checks the others. Look at the business licence."), params={"text": text})
