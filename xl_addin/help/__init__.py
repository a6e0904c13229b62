"""THE PAGES: glossary, decisions and changes are written by hand; the others are made from the code."""
