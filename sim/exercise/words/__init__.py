"""Posts of the public (``feed``, ``topics``) and advice on a team's own words (``reading``).

Their sentences and patterns are TOML files, one for each language.
"""
