# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test check bench crawl serve clean

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, $(PYTHON) is older: make PYTHON=python3.11 …"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[all,dev]'
	@touch $@

demo: $(STAMP)  ## the whole way on the bundled sample portal, without network
	@$(BIN)/python -m tests.sample.demo

test: $(STAMP)  ## the test suite
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: $(STAMP)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)  ## speed as ratios and memory, each beside its target: make bench REPORTS=10000 for a small release
	@$(BIN)/python -m benchmarks $(REPORTS)

crawl: $(STAMP)  ## the real thing: all portals of the register, or make crawl URL=https://www.example.gov.cn/
	$(BIN)/scrapy crawl municipal $(if $(URL),-a url=$(URL))

serve: $(STAMP)  ## the newest release in a browser: make serve RELEASE=data/releases
	$(BIN)/scrapy serve $(or $(RELEASE),data/releases)

clean:
	rm -rf $(VENV) build dist *.egg-info
