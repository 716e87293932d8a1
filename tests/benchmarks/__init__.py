"""What the client costs beside what people would use instead: ``make bench``."""
