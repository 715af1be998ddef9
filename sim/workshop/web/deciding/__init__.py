"""Deciding together: one draft for each team, and the approval of its lead."""
