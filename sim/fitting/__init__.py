"""A scenario held against the counts of a real storm."""
