"""Exercises: teams play a crisis, the storm answers, the debrief shows what they changed.

Nothing in here but the web page knows of the web: the same exercise is played in a terminal.
"""
