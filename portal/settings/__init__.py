"""Settings. `base` is safe for production and is the default there; `dev` and `test` relax it by name."""
