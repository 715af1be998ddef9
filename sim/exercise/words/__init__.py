"""Posts of the public (``feed``) and how a team's own words are read (``reading``).

Sentences, patterns and concepts are TOML files, one for each language. The folder ``labelled``
holds what the reader learnt from (``training``) and what it is judged by (``evaluation``).

The feed is made in steps: ``topics`` says what people talk about, ``writing`` who writes and
in what words, ``threads`` below which post, ``echo`` who liked it.
"""
