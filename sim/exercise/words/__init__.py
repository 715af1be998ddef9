"""Posts of the public (``feed``, ``topics``) and how a team's own words are read (``reading``).

Sentences, patterns and concepts are TOML files, one for each language. The folder ``labelled``
holds what the reader learnt from (``training``) and what it is judged by (``evaluation``).
"""
