"""From zip and XML to values."""
