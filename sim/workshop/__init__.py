"""Exercises: teams play a crisis, the storm answers, the debrief shows what they changed.

From the bottom up: what happens (``events``) is kept (``log``) and makes a ``room``; every
team's decisions go into its own storm (``storms``), which answers with posts (``words``) and an
``inbox``; an ``exercise`` is a room that is played, under a facilitator (``leading``), and
``view`` is what a team sees of it. The same exercise is played in a ``terminal`` or on the
``web``, and ends with the ``debrief``.
"""
