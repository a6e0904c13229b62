"""Files that people and chance hand us, by the thousand: what is read, what is refused, that nothing breaks."""
