"""THE ONLY ROOM THAT KNOWS A SPREADSHEET LIBRARY: painting a new workbook, changing a closed file, tests' memory."""
