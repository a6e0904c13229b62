"""THE WAY THERE: the stages and actions of the roll-out, their plan, what to look at, and a calendar of it."""
