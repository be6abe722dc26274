"""Facts out, and back in again."""
