"""Two drivers of the same rules: compiled arrays, and a Mesa model of agents."""
