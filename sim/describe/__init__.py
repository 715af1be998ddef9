"""Keeps MODEL.md true: its tables and formulas are taken from the code that runs.

    python -m sim.describe          rewrites what stands between the markers

The text around the markers is written by hand and stays as it is. To add a generated part,
write a function under ``@part`` in ``parts.py`` and put its two markers into MODEL.md.
"""
