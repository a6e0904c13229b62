"""The tabs of a form, one file each, with the rows, keys and figures they are made of."""
