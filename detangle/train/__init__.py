"""How a run is recorded: networks, training, recorders. The only room that imports torch."""
