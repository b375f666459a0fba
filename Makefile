# The project's tasks; `make` alone lists them. Everything they need is set up on the way.
.DEFAULT_GOAL := help
.PHONY: help setup video films check quick test fuzz bench gallery docs format clean FORCE

BIN   := .venv/bin
READY := .venv/.ready
SCENE := scenes/layer_morph.py
NAME  := LayerMorph
VIDEO := media/videos/layer_morph/1080p60/$(NAME).mp4
FILMS := $(wildcard scenes/*.py)

# Every file of the package: a change in any of them may change the picture.
PACKAGE := $(shell find detangle -type f ! -path '*/__pycache__/*')

# An environment that is broken, or came along with a copied or moved folder, is made anew.
STALE := $(shell test -x $(BIN)/python && grep -sqF "$(CURDIR)/.venv" $(BIN)/activate || echo FORCE)

# $(call step,what is done,the command,what to do if it fails)
step = @echo '==> $(1)'; $(2) || { echo; echo '$(1) failed: $(strip $(3))' >&2; exit 1; }

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## make .venv with the pinned packages (PYTHON=... chooses the interpreter)

$(READY): pyproject.toml constraints.txt tools/setup.sh $(STALE)
	@PYTHON='$(PYTHON)' sh tools/setup.sh
	@touch $@

video: media/.video ## render the film of one layer, 1080p60
	@echo '==> $(VIDEO)'

# Manim keeps each animation whose mobjects are unchanged, and the project each run whose recipe is
# unchanged. Neither knows the code behind them: when that changes, both caches go.
media/.code: $(READY) $(PACKAGE)
	@rm -rf media/runs media/videos/*/*/partial_movie_files
	@mkdir -p media && touch $@

# The video is up to date if nothing wrote to it since this file, not even `manim` by hand.
# DETANGLE_RUN shows another run in its place, so neither that nor the next one is up to date.
media/.video: media/.code $(SCENE) $(or $(wildcard $(VIDEO)),FORCE) $(if $(DETANGLE_RUN),FORCE)
	$(call step,rendering $(NAME),$(BIN)/manim -qh --media_dir media $(SCENE) $(NAME),\
	the message is above; `make check` may tell more)
	@$(if $(DETANGLE_RUN),rm -f,touch) $@

films: media/.code ## render all films, 1080p60, with captions and speakers' scripts (takes long)
	$(call step,rendering $(FILMS),for file in $(FILMS); do \
	$(BIN)/manim -qh -a --media_dir media $$file || exit 1; done,the message is above)
	@find media/videos -path '*1080p60/*.mp4' ! -path '*partial_movie_files*' ! -path '*sections*' | sort

check: $(READY) ## lint, formatting, types, and who imports whom
	$(call step,ruff check,$(BIN)/ruff check .,`make format` mends most of it)
	$(call step,ruff format,$(BIN)/ruff format --check .,`make format` mends it)
	$(call step,mypy,$(BIN)/mypy,mend the types named above)
	$(call step,import contracts,$(BIN)/lint-imports,the contracts are in pyproject.toml)

# What a contributor runs again and again.
FILM := tests/stage/scenes/test_scenes_inspected.py::test_a_scene_is_sound_along_each_play[Moons]
QUICK := tests/test_activations.py tests/test_recipe.py tests/analysis tests/datasets tests/geometry \
	tests/look tests/run tests/train '$(FILM)'
quick: check ## check, the tests of the rooms without manim, and one film inspected
	$(call step,pytest,$(BIN)/python -m pytest -n 2 --dist worksteal $(QUICK),\
	one test alone: $(BIN)/pytest tests/test_FILE.py -k NAME)

# Each worker has one half of the tests, and takes some of the other's when it has done. A worker keeps
# to one thread, or torch and numba would fight over the cores.
test: check ## everything that must hold: check, then the tests, with a real render among them
	$(call step,pytest,$(BIN)/python -m pytest -n 2 --dist worksteal,\
	one test alone: $(BIN)/pytest tests/test_FILE.py -k NAME)

fuzz: $(READY) ## look for damaged files on which it stumbles: 100,000 of a new seed, about 5 minutes
	$(call step,fuzz,$(BIN)/python -m tests.fuzz $(or $(SEED),$(shell date +%s)),\
	the faults and the mutants that show them are above: a mutant is made again by its seed)

bench: $(READY) ## measure the drawing and training against their peers
	$(call step,benchmarks,$(BIN)/python -m benchmarks,the message is above)

gallery: $(READY) ## draw the stills and clips of media/gallery/ and docs/gallery.md anew
	$(call step,stills,$(BIN)/python -m tools.gallery,the message is above)
	$(call step,clips,$(BIN)/python -m tools.clips,the message is above)

docs: $(READY) ## build the documentation site, build/site/index.html
	$(call step,site,$(BIN)/python -m tools.site,the message is above)
	@echo '==> with search: $(BIN)/python -m http.server -d build/site'

format: $(READY) ## mend and format the code with ruff
	$(BIN)/ruff check --fix --exit-zero . && $(BIN)/ruff format .

clean: ## remove renders and caches (keeps .venv, runs/ and media/gallery/)
	@find media -mindepth 1 -maxdepth 1 ! -name gallery -exec rm -rf {} +
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	@find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo '==> removed renders and caches; for a new environment too: rm -rf .venv'
