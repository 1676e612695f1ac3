"""The measures of the diagnosis, on labelled tables here, on figures in ``outward.indicators.traced``.

Import them from their own modules: ``from outward.indicators.concentration import concentration``.
"""
