"""What a client is told when it is made or called, and the checks of that."""
