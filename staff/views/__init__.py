"""The staff's door, and what everybody does with the own account."""
