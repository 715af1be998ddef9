"""Commands that are killed at random moments: ``python -m tests.kills --kills 200 --seed 1``."""
