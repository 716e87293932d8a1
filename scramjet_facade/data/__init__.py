"""What goes in and comes out: sources, packages, lines."""
