"""The six matchers: each finds one kind of mention and knows nothing of the others."""
