# `make demo` shows Homeward; `make test` proves it. Both install what they need and say so.

PYTHON ?= python3

.PHONY: help demo test check bench bench-matching bench-launch torture fuzz

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

demo: ## build Homeward and start it with an invented hospital and council
	@tools/need cargo node cc
	cargo build --locked -p homeward
	target/debug/homeward demo $(DEMO)

test: ## run all tests, on SQLite and PostgreSQL and in a real browser
	@tools/need cargo node cc postgresql chromium
	@tools/test

check: ## formatting, lints and house rules, without running the tests
	@tools/need cargo node cc
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

bench: ## measure intake, pages, matching and the audit, in release (LINES=10000000 of the audit)
	@tools/need cargo node cc postgresql
	tools/bench

bench-matching: ## compare matching with Splink and on FEBRL 4 (PYTHON and DATA: see bench/README.md)
	@tools/need cargo cc
	cargo build --locked --release -p homeward
	$(PYTHON) bench/compare_splink.py --data $(DATA) --homeward target/release/homeward
	$(PYTHON) bench/febrl.py --homeward target/release/homeward

bench-launch: ## measure, in a browser, from the patient system to the answer (LAUNCHES=40)
	@tools/need cargo node cc chromium
	cargo build --locked --release -p homeward
	cd e2e && npm ci --ignore-scripts --no-audit --no-fund --silent && node launch.bench.mjs

torture: ## kill Homeward a hundred times under load, on both engines (long)
	@tools/need cargo node cc postgresql
	HOMEWARD_TORTURE=full cargo test --locked -p homeward --test killed -- --nocapture

fuzz: ## feed the HL7 reader random bytes (SECONDS=30 by default)
	@tools/need cargo cc
	fuzz/run.sh $(SECONDS)
