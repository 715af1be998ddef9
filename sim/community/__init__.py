"""Who is there, and who sees whom."""
