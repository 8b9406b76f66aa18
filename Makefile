# Short names for what CONTRIBUTING.md describes; each needs the environment that the README sets up.
.PHONY: check format test validate

check: format test validate

format:
	styrgraf fmt
	ruff format .
	ruff check .
	mypy

test:
	pytest

validate:
	styrgraf validate
	styrgraf reason
