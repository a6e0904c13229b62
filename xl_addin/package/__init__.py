"""The only room that knows zip and XML: checking, reading, changing and saving workbook files.

`preflight` refuses what is unsafe or not a workbook, `reader` gives the cells of a file, `editor` changes
an existing file without losing what people added, `save` puts it on disk, `lint` checks what we produce.
"""
