"""What was recorded: trajectories, the networks of single steps, and the file that keeps them."""
