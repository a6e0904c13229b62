"""Everybody at once: the figures of D8 to D10 as arrays, for tens of thousands of people.

No definition stands here a second time. What one rating is worth is asked of the scores' own functions, once for every
pair of expected and given rating, and looked up from then on; what a level asks for, the gate, the months and the
sentences are theirs too. Only the adding up is written for arrays, in the order in which the scores add up. A test
holds both ways together on random companies.

Import these modules where they are used: they load numpy, which small workbooks do without.
"""
