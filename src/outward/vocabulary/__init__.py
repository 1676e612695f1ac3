"""Nouns that everybody shares; no file of the user's, no socket, no clock.

Import them from their own modules: ``from outward.vocabulary.figures import Figure``.
"""
