"""The ground of this room: elements, texts and values; uses nothing else of `package`."""
