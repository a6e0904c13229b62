"""How much a workbook of ours may hold: what is written never goes beyond what is read."""

TABLE_ROWS = 500_000
"""The most data rows, blank ones too, that a table is given by us, and that one is read with.

Half of what a worksheet holds: it still opens quickly, and there is room above and below.
"""
