"""Answers to anonymous visitors, kept as long as the version of the record says (docs/decisions/0009)."""
