"""What stands beside a plane or over it: legends, the loss, the network, numbers."""
