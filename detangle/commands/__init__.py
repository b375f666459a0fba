"""The subcommands of `detangle`: each takes words and returns what is to be printed."""
