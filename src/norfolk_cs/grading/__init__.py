"""What surrounds a grade: what it is given to, by whom and when. Plain Python, no spaCy."""
