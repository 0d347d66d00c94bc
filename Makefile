# Needs python3.11, make and git; the scripts bring the rest.
PORT ?= 8000
export PORT

.PHONY: help run test test-fast check bench faults weigh weigh-api sbom lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

run:  ## the portal on 127.0.0.1:PORT, with sample data on the first start
	@exec scripts/run.sh

test:  ## the whole suite: SQLite, browser, PostgreSQL
	@scripts/test.sh

test-fast:  ## the inner loop: SQLite, no browser (ARGS="-k venue")
	@scripts/test.sh fast $(ARGS)

check:  ## lint, format, types, imports, templates, migrations, deployment, documentation
	@scripts/check.sh

bench:  ## what each page costs, on generated events (ARGS="--count 1000"; DATABASE_URL for PostgreSQL)
	@scripts/bench.sh $(ARGS)

faults:  ## kills and restarts, the long form (docs/reliability.md; ARGS="--kills 10")
	@scripts/faults.sh $(ARGS)

weigh:  ## what each page weighs, into docs/quality.md
	@bash -c ". scripts/environment.sh; ensure_environment dev" && .venv/bin/python scripts/weigh_pages.py

weigh-api:  ## what each answer for machines costs, into docs/api.md
	@bash -c ". scripts/environment.sh; ensure_environment dev" && .venv/bin/python scripts/weigh_api.py

sbom:  ## every package of production with its digests, as CycloneDX, in var/sbom.json
	@python3 scripts/sbom.py

lock:  ## requirements/*.txt from requirements/*.in
	@scripts/lock.sh

clean:  ## everything the other targets made, except the data in var/
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis var/staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
