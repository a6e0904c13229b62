"""Commands ended in the middle, hundreds of times, and run again."""
