"""The ground of this room: elements, texts and addresses; uses nothing else of `package`."""
