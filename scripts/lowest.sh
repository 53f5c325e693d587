#!/bin/sh
# Run the tests that need no browser with the lowest versions of what timeline needs that
# pyproject.toml allows, in an environment of its own: .venv-lowest.  Every lower bound is met
# exactly: one that nothing can be installed with any more is an error, to be raised.
set -eu

cd "$(dirname "$0")/.."
uv=.venv/bin/uv
venv=.venv-lowest
versions=$venv/lowest.txt

"$uv" venv --quiet --clear --python .venv/bin/python "$venv"
"$uv" pip compile --quiet --resolution lowest-direct --python "$venv/bin/python" \
    --extra images pyproject.toml --output-file "$versions" >/dev/null
.venv/bin/python scripts/bounds.py "$versions"
"$uv" pip install --quiet --python "$venv/bin/python" --constraint "$versions" --editable '.[dev]'
exec "$venv/bin/python" -m pytest -m "not browser and not slow" ${TESTS:-}
