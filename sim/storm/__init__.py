"""How a storm behaves: the only place with science in it."""
