"""Changing an existing workbook in place; what nobody touches keeps its bytes."""
