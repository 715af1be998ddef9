"""Test the model row by row against what is known about online firestorms."""
