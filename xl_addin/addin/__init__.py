"""IN EXCEL'S RIBBON: the add-in built from text - ribbon XML, VBA project, package - and put where Excel looks."""
