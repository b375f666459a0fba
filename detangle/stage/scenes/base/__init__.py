"""What every scene stands on: frame, screen, beats and words, in one file each."""
