"""Recording modules that detangle has not made: any network, any loop, any checkpoints."""
