"""Screens of the exercise: alone in the ``terminal``, or with teams on the ``web``."""
