"""Opening and saving without risk: what a file is, how large, whether its XML is sound, who holds it, putting it on
disk whole.
"""
