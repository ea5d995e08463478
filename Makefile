# `make demo` and `make test` do all the set-up themselves, in .venv; neither needs root.
PYTHON ?= python3
BIN := .venv/bin
SHOW := demo

.PHONY: help demo test lint bench bench-coqui picture clean

help:
	@echo "make demo   an example article becomes an episode, with feed and page, in ./$(SHOW)"
	@echo "make test   all tests, those of the Coqui engine among them (PyTorch: 7 GB in .venv)"
	@echo "make lint   ruff and mypy"
	@echo "make bench  the figures of the README"
	@echo "make bench-coqui  the Coqui voice by ONNX Runtime against Coqui's own API"
	@echo "make picture  the waveform of the README"
	@echo "make clean  remove .venv and ./$(SHOW)"

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 10) else "podcaster needs Python 3.10 or newer; run: make PYTHON=/path/to/python3")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/light: .venv/made pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/full: .venv/made pyproject.toml
	$(BIN)/pip install --quiet --editable '.[coqui,onnx,piper,dev]'
	@touch $@ .venv/light

demo: .venv/light
	rm -rf $(SHOW)
	@$(BIN)/podcaster new $(SHOW) --title "Mein erster Podcast" --quiet >/dev/null
	$(BIN)/podcaster add examples/artikel.html --show $(SHOW)
	@echo
	@echo "sound  $$(ls $(CURDIR)/$(SHOW)/public/episodes/*.mp3)"
	@echo "feed   $(CURDIR)/$(SHOW)/public/feed.xml"
	@echo "page   $(CURDIR)/$(SHOW)/public/index.html"
	@echo "hear it in a podcast app: $(BIN)/podcaster serve --show $(SHOW)"

# Files of tests are shared out between two processes; a single file is quicker in one: pytest tests/test_x.py
test: .venv/full
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: .venv/full
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: .venv/full
	@for script in $(filter-out benchmarks/waveform.py,$(wildcard benchmarks/*.py)); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

bench-coqui: .venv/full
	$(BIN)/python benchmarks/coqui.py

picture: demo
	$(BIN)/podcaster inspect examples/artikel.html --json > $(SHOW)/script.json
	$(BIN)/python benchmarks/waveform.py $(SHOW)/public/episodes/*.mp3 $(SHOW)/script.json examples/waveform.svg

clean:
	rm -rf .venv $(SHOW)
