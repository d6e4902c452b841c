# `make` lists the commands. Each one first sees to it that the tools it needs are there.

export PATH := $(CURDIR)/.tools/bin:$(PATH)
export YOWASP_CACHE_DIR := $(CURDIR)/.tools/yowasp
MEMENTO := cargo run --
# Needs nothing that is made from the committed Verilog, so it works where that is broken.
GENERATE := cargo run -p memento-hdl --bin memento-generate --

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: ## install what is missing (Debian packages, pinned Python wheels into .tools)
	@tools/setup

setup-firmware: setup ## install what builds programs for the RISC-V core too
	@tools/setup firmware

setup-estimate: setup ## fetch libraries of standard cells too
	@tools/setup estimate

doctor: ## every tool: needed, found, how to get it
	@cargo run --quiet -p memento-tools --bin doctor

demo: setup ## generate the Verilog and replay recorded programs on it, in lockstep with the golden model
	$(MEMENTO) generate
	$(MEMENTO) replay tests/traces/*.mtr.zst
	@echo "The Verilog that ran: hdl/rtl/paper/, file list hdl/rtl/paper/memento_object_allocator.f"

test: setup-firmware setup-estimate lint ## all checks that must pass before a change lands
	cargo test --workspace

lint: ## layout and lints of the Rust sources
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings

rtl: setup ## generate the committed Verilog anew, and the tables of the documentation that are made from it
	$(GENERATE)
	cargo run --quiet -p memento-tools --bin fill-docs

check-rtl: setup ## fail when the committed Verilog is not what the HDL prints
	$(GENERATE) --check

soak: setup ## random requests against the golden model, for as long as CASES says, every module alone, random kernels and programs on the driver, FACTOR times as long as usual
	$(MEMENTO) soak --cases $(or $(CASES),100000)
	for configuration in paper soc32 tiny; do \
		$(MEMENTO) soak --target top --configuration $$configuration --steps 50 --cases $(or $(CASES),4800) || exit; \
	done
	MEMENTO_CASE_FACTOR=$(or $(FACTOR),100) cargo test -p memento-modules
	MEMENTO_CASE_FACTOR=$(or $(FACTOR),100) cargo test -p memento-hdl --test emit random
	MEMENTO_CASE_FACTOR=$(or $(FACTOR),100) cargo test --test driver property

netlists: setup ## simulate the netlists of the whole for iCE40 and ECP5 under the plain test bench; a wrong look-up table must be noticed
	cargo test --test netlists -- --ignored --test-threads 1

firmware: setup-firmware ## build the programs of sw/firmware
	tools/firmware build --release

soc: firmware ## run PROGRAM of sw/firmware on the simulated RISC-V system
	$(MEMENTO) soc run sw/firmware/target/riscv32im-unknown-none-elf/release/$(or $(PROGRAM),hello)

fpga: setup-firmware ## make the bitstream for BOARD; `memento fpga --list` names the boards
	$(MEMENTO) fpga $(or $(BOARD),--list)

bench: setup ## cycles of every operation
	$(MEMENTO) bench

bench-soc: setup-firmware ## malloc against malloc and whole programs on the simulated RISC-V system, and write docs/src/results/soc.md
	$(MEMENTO) bench soc --operations 4000 --layouts 9 --page docs/src/results/soc.md $(or $(TRACES),tests/traces/redis.mtr.zst tests/traces/py_json_dumps.mtr.zst)

data: setup ## replay TRACES with loads and stores on the whole, with and without bypass, and write docs/src/results/data-*.md
	for configuration in soc32 paper; do \
		$(MEMENTO) replay --data --configuration $$configuration --page docs/src/results/data-$$configuration.md $(or $(TRACES),tests/traces/*.mtr.zst) || exit; \
	done
	cargo run --quiet -p memento-tools --bin fill-docs

timing: setup ## place and route what synth/expect.toml names, five seeds each, and write docs/src/results/timing.md
	@mkdir -p docs/src/results
	$(MEMENTO) synth --page docs/src/results/timing.md; status=$$?; \
	cargo run --quiet -p memento-tools --bin fill-docs && exit $$status

estimate: setup-estimate ## area, clock and power on standard cells, and write docs/src/results/estimate.md
	$(MEMENTO) estimate --page docs/src/results/estimate.md

results: ## everything that writes a page of results: data, timing, estimate and bench-soc; well over an hour
	$(MAKE) data
	$(MAKE) estimate
	$(MAKE) bench-soc
	$(MAKE) timing

docs: setup ## fill the generated parts of the documentation and render the book
	@tools/setup docs
	cargo run --quiet -p memento-tools --bin fill-docs
	mdbook build docs

WAVES := $(patsubst %.json,%.svg,$(wildcard docs/src/waves/*.json))

waves: setup ## redraw the book's waveforms that changed, from what the RTL does
	$(MEMENTO) waves
	@$(MAKE) --no-print-directory $(WAVES)

# A picture carries what it was drawn from, for `memento waves --check`.
docs/src/waves/%.svg: docs/src/waves/%.json | .tools/waves
	.tools/waves/bin/wavedrompy --input $< --svg $@
	{ echo '<!--'; cat $<; echo '-->'; } >> $@

.tools/waves: docs/waves.txt | setup
	python3 -m venv --clear $@
	$@/bin/pip install --quiet --requirement $<
	touch $@

clean: ## remove everything that was built; `rm -r .tools` removes the installed tools too
	cargo clean

.PHONY: help setup setup-firmware setup-estimate doctor demo test lint rtl check-rtl soak netlists firmware soc fpga bench bench-soc data timing estimate results docs waves clean
