"""HOW A WORKBOOK IS DESCRIBED: sheets, tables, columns and marks; reading and changing by name. No career words."""
