"""The matrix: building it, our ready-made texts, and later expanding and drafting."""
