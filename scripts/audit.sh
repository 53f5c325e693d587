#!/bin/sh
# Ask the advisory database about everything that timeline needs to run: as pip would install it
# today, and at the lowest versions that pyproject.toml allows.  Needs the network.
set -eu

cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
for end in highest lowest-direct; do
    .venv/bin/uv pip compile --quiet --resolution "$end" --extra images pyproject.toml \
        --python .venv/bin/python --generate-hashes --output-file "$folder/$end.txt" >/dev/null
    echo "$end versions:"
    .venv/bin/python -m pip_audit --requirement "$folder/$end.txt" --disable-pip --require-hashes --strict \
        --progress-spinner off || failed=1
done
exit "$failed"
