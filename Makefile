# Two commands are enough: `make demo` and `make test`; each sets up what it needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   := $(or $(TINTG_DATA),data)
PIP    := $(BIN)/pip install --quiet --disable-pip-version-check

export PYTHONUTF8 = 1

.PHONY: demo stand test check dashboards format lock generate clean

# the report's own numbers where examples hold them, synthetic ones for the other sources
demo: $(VENV)/ready
	@mkdir -p $(DATA)/inbox && cp -R seeds/beispiel/*/ $(DATA)/inbox/
	@$(BIN)/tintg synth --scale 0.1 --seed 2024 --out $(DATA)/inbox --source \
	  $(filter-out $(notdir $(wildcard seeds/beispiel/*)),$(basename $(notdir $(wildcard ingest/contracts/*.yaml))))
	@TINTG_DEMO=1 $(BIN)/tintg refresh

# the world as it was known on that day, beside the present: make stand DATENSTAND=2025-03-10
stand: $(VENV)/ready
	@test -n "$(DATENSTAND)" || { echo "Bitte den Tag nennen: make stand DATENSTAND=2025-03-10"; exit 1; }
	@$(BIN)/tintg refresh --datenstand $(DATENSTAND) --env stand_$(subst -,_,$(DATENSTAND))

dashboards: $(VENV)/ready
	@$(BIN)/streamlit run dashboards/app.py

test: check
	@$(BIN)/python -m pytest -n 2

check: $(VENV)/ready-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m tests.sqlmesh_check

format: $(VENV)/ready-dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@$(BIN)/sqlmesh format

generate: $(VENV)/ready-dev
	@$(BIN)/python -m ingest.derive
	@$(BIN)/python -m tintg.catalogue

lock:
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Einrichtung: Pakete werden installiert (einmalig, etwa eine Minute) …"
	@$(PIP) --no-deps --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	@echo "Einrichtung: Pakete für die Tests werden installiert …"
	@$(PIP) --no-deps --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache logs
