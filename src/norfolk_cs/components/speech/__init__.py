"""The grammar of reported speech, in plain text and without a parser, for the statements."""
