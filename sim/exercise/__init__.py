"""The exercise without its screens: teams play a crisis, their storms answer, a debrief follows.

``events`` are kept in a ``log`` and make a ``room``. Every team's decisions go into its own storm
(``team_storms``, ``storm_cache``), which answers with posts (``words``) and an ``inbox``.
``running`` plays a room under a facilitator (``room_control``), ``team_view`` is what one team
sees of it, and ``debrief`` shows what the decisions changed.
"""
