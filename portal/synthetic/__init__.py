"""A large record to measure with: events that never took place, written, multiplied, indexed, told of, removed.

``making`` has ``events.synthetic`` write some thousands as any code writes rows, so that every rule of the project
makes their columns, their documents in the search index and their entries in the ledger. ``copying`` then has the
database write those rows again under other keys: it changes nothing that a rule reads.
"""
