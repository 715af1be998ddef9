"""Calibrate the assumed parameters against all rows of the validation table by history matching."""
