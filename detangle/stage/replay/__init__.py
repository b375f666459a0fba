"""Training time as an animation: all layers side by side while a network learns."""
