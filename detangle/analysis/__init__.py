"""What is true of a run: its layers as motions, decision regions, separation, information lost."""
