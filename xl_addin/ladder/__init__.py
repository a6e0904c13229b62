"""NAMES, NOT IDS: which key belongs to which name, and what the ladder says as tracks, levels and weights.

Three witnesses speak for a thing: its name, its place (the key cell of its row; for a level its step in the track's
row) and the content of its row (of a person also an address). Where none speaks against it, a key stays, silently.
Where two disagree, one plain question is asked, and nothing of that row is written until it is answered.

- `reconcile`: the ledger and what stands on the sheets -> keys, new ledger, questions, what changed
- `views`: ladder, ways and marks -> the records of today: tracks, levels, weights
- `upgrade`: the records of today -> ladder, ways and marks, and the level graph comes back edge for edge
"""
