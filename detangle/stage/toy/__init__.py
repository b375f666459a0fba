"""How toy datasets are made: the films, and what only they show."""
