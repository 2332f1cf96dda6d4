# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test check crawl clean

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, $(PYTHON) is older: make PYTHON=python3.11 …"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(STAMP)  ## the whole way on the bundled sample portal, without network
	@$(BIN)/python -m tests.sample.demo

test: $(STAMP)  ## the test suite
	$(BIN)/python -m pytest -q

check: $(STAMP)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

crawl: $(STAMP)  ## the real thing: make crawl URL=https://www.example.gov.cn/
	@test -n "$(URL)" || { echo "which portal? make crawl URL=https://www.example.gov.cn/"; exit 2; }
	$(BIN)/scrapy crawl municipal -a url=$(URL)

clean:
	rm -rf $(VENV) build dist *.egg-info
