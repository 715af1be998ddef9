"""Keeps MODEL.md and docs/api.md true: their parts are taken from the code that runs.

    python -m sim.describe          rewrites what stands between the markers

The text around the markers is written by hand and stays as it is. To add a generated part,
write a function under ``@part`` in ``parts.py`` (in ``reference.py`` enter it into ``PARTS``)
and put its two markers into the document.
"""
