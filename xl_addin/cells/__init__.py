"""GROUND: one vocabulary for a cell, its address, its table and its tab. It imports nothing of ours."""
