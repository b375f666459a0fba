"""All that a viewer reads, a file for each film."""
