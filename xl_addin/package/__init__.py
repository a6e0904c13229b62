"""The only room that knows zip and XML: checking, reading, changing and saving workbook files.

`safe` refuses what is unsafe or not a workbook and puts files on disk whole, `read` gives the cells of a file, `edit`
changes an existing file without losing what people added, `fill` makes many forms of one; all stand on `xml`.
"""
