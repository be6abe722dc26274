"""The grammar of names: which capitalised words name a person or an organisation.

Plain Python over words and their classes; nothing here knows spaCy or resolves a reference.
"""
