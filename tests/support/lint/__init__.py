"""Whether a workbook is sound inside: what Excel would repair, found without Excel."""
