"""OUT TO PEOPLE AND BACK: forms and packs described, who gets which, the journal of what came back, and the merge."""
