"""What the command line shows: progress, tables for people, JSON for programs."""
