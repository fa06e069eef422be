# `make` lists what there is. `make demo` and `make test` install by themselves what they need.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
VENV ?= .venv
BIN := $(VENV)/bin
KEY := $(shell cat pyproject.toml constraints.txt | cksum | cut -d' ' -f1)
READY := $(VENV)/.ready-$(KEY)
export OMP_NUM_THREADS ?= 1
export MPLBACKEND ?= Agg

.DEFAULT_GOAL := help
.PHONY: help setup demo test browser check release docs bench bench-quick bench-quiz gpu nbgrader prove dist tour adversaries bench-fuzz bench-routes bench-adversaries serve clean

help:  ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 20

$(READY): pyproject.toml constraints.txt
	@.ci/system-packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "allclose needs Python 3.11 or newer; $(PYTHON) is older. Name another: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "No virtual environment could be made. On Debian/Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV); this takes some minutes the first time …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,cluster,oidc]'
	@rm -f $(VENV)/.ready-*
	@touch $@

setup: $(READY)  ## Create .venv and install everything
	@$(BIN)/allclose doctor || true

demo: $(READY)  ## Build the demo course, serve it, print the addresses
	@$(BIN)/allclose demo

test: $(READY)  ## Run the tests (under 8 minutes on 2 cores)
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m "not slow and not browser"

browser: $(READY)  ## The tests that drive a real browser
	@$(BIN)/python -m pytest -q -m browser

check: $(READY)  ## Lint, format, types, architecture, documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -p no:cacheprovider tests/test_architecture.py tests/test_docs.py

release: $(READY)  ## Make the students' notebooks in assignments/
	@$(BIN)/allclose release

docs: $(READY)  ## Write docs/commands.md from the commands
	@$(BIN)/python -m grader.cli._reference

bench: $(READY)  ## Measure how fast hand-ins are graded, beside nbgrader
	@$(BIN)/python -m tests.bench.grading --peers --json docs/bench/grading.json
	@$(BIN)/python -m tests.bench.labs --json docs/bench/labs.json
	@$(BIN)/python tests/bench/records.py --json docs/bench/records.json
	@$(BIN)/python -m tests.bench.cluster --json docs/bench/cluster.json
	@$(BIN)/python -m tests.bench.cluster_simulation --judges 4 --json docs/bench/cluster-simulation.json
	@$(BIN)/python -m tests.bench.web_load --json docs/bench/web.json
	@$(BIN)/python tests/bench/web_gradebook.py --json docs/bench/web_gradebook.json

bench-quick: $(READY)  ## The same with few repetitions (under 3 minutes)
	@$(BIN)/python -m tests.bench.grading --quick

bench-quiz: $(READY)  ## 500 people in one quiz: what is lost, and how long an answer takes (3 minutes)
	@$(BIN)/python -m tests.bench.quiz_load --json docs/bench/quiz-load.json

gpu:  ## Try and measure the GPU, with torch, numpy, pytest and safetensors alone (writes docs/bench/gpu.json)
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m tests.bench.gpu; else $(PYTHON) -m tests.bench.gpu; fi

prove: $(READY)  ## All mutants, many seeds: renew solutions/ledger.json
	@$(BIN)/allclose prove --stale
	@$(BIN)/python -m tests.blind.blind

nbgrader: $(READY)  ## Every assignment, 40 and more hand-ins: nbgrader and allclose give the same points
	@$(BIN)/python -m pytest -q -p no:cacheprovider -m slow tests/bridge
	@$(BIN)/python tests/bench/bridge.py --json docs/bench/bridge.json

adversaries: $(READY)  ## Run the hostile hand-ins on every sandbox tier, print the table
	@ALLCLOSE_TABLE=1 $(BIN)/python -m pytest -q -p no:cacheprovider tests/adversaries/test_adversaries.py tests/adversaries/test_unprotected.py

bench-fuzz: $(READY)  ## Fuzz the notebook and zip readers with 20,000 cases
	@ALLCLOSE_FUZZ=20000 $(BIN)/python -m pytest -q -s -p no:cacheprovider tests/adversaries/test_fuzz.py

bench-routes: $(READY)  ## Send 10,000 random requests as each role: no error, no leak
	@ALLCLOSE_FUZZ_ROUTES=10000 $(BIN)/python -m pytest -q -s -p no:cacheprovider tests/webapp/test_route_fuzz.py

bench-adversaries: $(READY)  ## Measure attacks under nbgrader autograde, beside allclose
	@$(BIN)/python tests/bench/adversaries_nbgrader.py

dist: $(READY)  ## Build the wheel: everything but the course
	@rm -rf build dist
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@rm -rf build
	@ls dist

tour: $(READY)  ## Walk through the demo in a browser, make the pictures of the README
	@$(BIN)/python -m tests.webapp.tour

serve: $(READY)  ## Serve this course on this machine
	@$(BIN)/allclose serve

clean:  ## Remove the virtual environment, caches and run-time data of the demo
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis var/demo var/suites
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
