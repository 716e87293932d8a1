PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The folders whose style is checked. A clone may also contain programs of its user.
SOURCES := scramjet_facade openapi docs tests
PIP := $(BIN)/python -m tests.progress $(BIN)/pip --disable-pip-version-check --quiet --no-input

.DEFAULT_GOAL := help
.PHONY: help demo hub test check check-network check-proxy check-versions check-instrumented check-package check-docs bench docs generate api-report verify clean anew

help:  ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

demo: $(if $(filter fake,$(HUB)),$(VENV)/tools,$(VENV)/hub)  ## Run programs and a tour of the platform on a real hub (HUB=fake needs no Node)
	@HUB=$(HUB) $(BIN)/python -m tests.demo

hub: $(VENV)/hub  ## Start a real hub, print its address, and run it until Ctrl-C
	@$(BIN)/python -m tests.hub

# Four processes keep two cores busy, as many tests wait. Without bytecode files, each of them would
# compile all tests again. make check runs tests/cost.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/hub  ## Run all tests against a real hub
	@$(BIN)/pytest --numprocesses=4 --dist=worksteal --maxfail=50 --ignore=tests/cost $(PYTEST_ARGS)

test-slow: $(VENV)/hub  ## Run the slow tests before a release: they test code that rarely changes
	@$(BIN)/pytest --numprocesses=2 --dist=worksteal -m slow $(PYTEST_ARGS)

check: $(VENV)/linter  ## Check generated files, specifications, style, types and the cost of a call
	@failed=; \
	check() { echo "Checking $$1"; what=$$1; shift; "$$@" || failed="$$failed\n  $$what"; }; \
	check "the generated trees, and what the facade uses" $(BIN)/python openapi/generator --check; \
	check "the specifications" $(BIN)/python -m tests.lint_specs; \
	check "the style" $(BIN)/ruff check --quiet $(SOURCES); \
	check "the format" $(BIN)/ruff format --check --quiet $(SOURCES); \
	check "the types, with mypy" $(BIN)/mypy; \
	check "the types, with pyright" $(BIN)/pyright; \
	check "the types in the wheel" $(BIN)/python -m tests.type_completeness; \
	check "the cost of a call" $(BIN)/pytest --quiet tests/cost; \
	if [ -n "$$failed" ]; then printf "Failed:$$failed\n" >&2; exit 1; fi

check-network: $(VENV)/tools  ## Test lost connections (needs Linux, root and iproute2)
	@$(BIN)/pytest --quiet tests/namespaces/check_network.py

check-proxy: $(VENV)/hub  ## Test the client behind nginx and HAProxy (Debian: apt-get install nginx-light haproxy)
	@$(BIN)/pytest --quiet --numprocesses=2 --dist=worksteal \
		tests/proxies/_async/check_proxies.py tests/proxies/_sync/check_proxies.py

check-versions: $(VENV)/hub  ## Run the tests with the lowest and newest dependencies, and on each Python
	@$(BIN)/python -m tests.versions $(PYTEST_ARGS)

check-instrumented: .build/instrumented/ready $(VENV)/tools  ## Test the client with the agents of OpenTelemetry, Sentry and others
	@INSTRUMENTED_PYTHON=.build/instrumented/bin/python $(BIN)/pytest --quiet tests/instrumented/check_instrumented.py

check-package: $(VENV)/hub  ## Install the wheel in clean environments of each Python, and use the client
	@$(BIN)/python -m tests.package

bench: $(VENV)/bench  ## Measure this and other clients (PART=calls: calls only)
	@$(BIN)/python -m tests.benchmarks $(PART)

docs: $(VENV)/tools  ## Build the documentation site in .build/docs
	@$(BIN)/sphinx-build --quiet --fresh-env --fail-on-warning --keep-going \
		--doctree-dir .build/doctrees docs .build/docs
	@echo "Built .build/docs/index.html"

check-docs: $(VENV)/browser docs  ## Run the code of pages about other tools, and check the site in a browser
	@$(BIN)/pytest --quiet tests/docs/check_companions.py
	@$(BIN)/python -m tests.docs.browser .build/docs .build/screenshots

generate: $(VENV)/tools  ## Generate the bindings and the synchronous classes, and list the changes
	@$(BIN)/python openapi/generator

api-report: $(VENV)/tools  ## List the changes of the API between two versions, as Markdown (REF=v0.1.0, TO=main)
	@$(BIN)/python openapi/generator/api_report.py $(REF) $(TO)

verify: export SCRAMJET_TOKEN := $(or $(TOKEN),$(SCRAMJET_TOKEN))
verify: $(VENV)/tools  ## Check whether a running service conforms to its specification (URL=http://…/api/v1 or SCRAMJET_API_URL, TOKEN=…, SERVICE=host)
	@$(BIN)/python openapi/generator/verify.py $(or $(URL),$(SCRAMJET_API_URL)) $(SERVICE)

clean:  ## Remove all files that the other targets created
	rm -rf $(VENV) .build .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		tests/hub/node_modules openapi/linter/node_modules \
		tests/docs/browser/node_modules tests/benchmarks/contenders/node_modules

# If PYTHON has another version than the environment, the environment is created again.
WHICH := 'import sys; print(sys.implementation.name, *sys.version_info[:3])'
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(BIN)/python -c $(WHICH) 2>/dev/null),$(shell $(PYTHON) -c $(WHICH)))
$(VENV)/tools: anew
endif
endif

$(VENV)/tools: pyproject.toml .ci/constraints.txt
	@echo "Installing the Python tools into $(VENV) (a minute the first time)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.x …")'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --constraint .ci/constraints.txt pip
	@$(PIP) install --constraint .ci/constraints.txt --group dev --editable ".[testing,otel]"
	@touch $@

$(VENV)/hub: $(VENV)/tools tests/hub/package-lock.json
	@$(BIN)/python -m tests.hub.real_hub
	@touch $@

.build/instrumented/ready: pyproject.toml .ci/instrumented.txt
	@echo "Installing the agents into .build/instrumented"
	@$(PYTHON) -m venv --clear .build/instrumented
	@pip() { $(BIN)/python -m tests.progress .build/instrumented/bin/pip --disable-pip-version-check --quiet --no-input "$$@"; }; \
		pip install --constraint .ci/constraints.txt pip && \
		pip install --constraint .ci/instrumented.txt --group instrumented --editable .
	@touch $@

$(VENV)/bench: $(VENV)/hub tests/benchmarks/contenders/package-lock.json
	@echo "Installing the clients of the benchmarks"
	@$(PIP) install --constraint .ci/constraints.txt --group bench
	@$(BIN)/python -m tests.node tests/benchmarks/contenders
	@touch $@

$(VENV)/browser: $(VENV)/hub tests/docs/browser/package-lock.json
	@echo "Installing a browser, and the tools that pages of the documentation are about"
	@$(PIP) install --constraint .ci/constraints.txt --group companions
	@$(BIN)/python -m tests.node tests/docs/browser
	@touch $@

$(VENV)/linter: $(VENV)/tools openapi/linter/package-lock.json
	@echo "Installing the linter for the specifications"
	@$(BIN)/python -m tests.node openapi/linter
	@touch $@
