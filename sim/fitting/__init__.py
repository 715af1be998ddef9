"""Fit a scenario to counts of a real storm, and forecast a running one."""
