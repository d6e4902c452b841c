# `make` lists the commands. Each one first sees to it that the tools it needs are there.

export PATH := $(CURDIR)/.tools/bin:$(PATH)
export YOWASP_CACHE_DIR := $(CURDIR)/.tools/yowasp

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: ## install what is missing (Debian packages, pinned Python wheels into .tools)
	@tools/setup

doctor: ## every tool: needed, found, how to get it
	@cargo run --quiet -p memento-tools

test: setup lint ## all checks that must pass before a change lands
	cargo test --workspace

lint: ## layout and lints of the Rust sources
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings

timing: setup ## place and route what synth/expect.toml names, five seeds each, and write docs/src/results/timing.md
	@mkdir -p docs/src/results
	cargo run --quiet -p memento-synth -- --page docs/src/results/timing.md

clean: ## remove everything that was built; `rm -r .tools` removes the installed tools too
	cargo clean

.PHONY: help setup doctor test lint timing clean
