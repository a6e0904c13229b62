"""Forms from one painted workbook, many from one."""
