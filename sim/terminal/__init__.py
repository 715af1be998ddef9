"""Output of the command line: progress, tables for people, JSON for programs."""
