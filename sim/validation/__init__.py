"""The validation table: what is known about firestorms, tested on the model row by row."""
