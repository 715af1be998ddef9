"""What people write (``feed``, ``topics``), how a team's words read (``reading``), and the books.

The books are TOML files, one for each language: posts, reading, the interface, the web page.
"""
