"""What the tests lean on: a real spreadsheet program, pictures of every tab, and a workbook written out as text."""
