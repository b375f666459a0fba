"""Tables of the user's own: what is read from which kind of file, and what is refused."""
