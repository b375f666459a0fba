"""Tools of the project: stills and the gallery."""
