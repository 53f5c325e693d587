#!/bin/sh
# Put what timeline needs into .venv: `prepare.sh use` to run it, `prepare.sh dev` to work on it.
# Does nothing when that was done already for this folder and what these files name.
set -eu

cd "$(dirname "$0")/.."
level=${1:-use}
venv=.venv
stamp=$venv/prepared

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

say() {
    echo "$*" >&2
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 && fits "$name"; then
            echo "$name"
            return
        fi
    done
    say "timeline needs Python 3.11 or later, and there is none here under the usual names."
    say "Install one (https://www.python.org/downloads/), or name it: make PYTHON=/path/to/python3"
    return 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        say "$python cannot make virtual environments: its venv module or ensurepip is missing."
        say "On Debian and Ubuntu: apt-get install python3-venv"
        return 1
    fi
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

# A few tests feed programs of others that only npm has; without them those tests are skipped.
fetch_node_programs() {
    if ! command -v npm >/dev/null 2>&1; then
        return
    fi
    mkdir -p "$venv/node"
    cp tests/node/package.json "$venv/node/"
    npm install --prefix "$venv/node" --ignore-scripts --omit=peer --no-audit --no-fund --silent ||
        say "npm could not install what tests/node/package.json names; the tests that need it are skipped."
}

# The folder is part of it, because a virtual environment does not survive being moved.
wanted="$(pwd) $(cat pyproject.toml tests/node/package.json | cksum)"
if [ -f "$stamp-dev" ] && [ "$(cat "$stamp-dev")" = "$wanted" ]; then
    exit 0
fi
if [ "$level" = use ] && [ -f "$stamp-use" ] && [ "$(cat "$stamp-use")" = "$wanted" ]; then
    exit 0
fi

if ! fits "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    make_venv
fi
target=.
if [ "$level" = dev ]; then
    target='.[dev]'
fi
say "Installing what timeline needs into $venv (once; a minute or two) ..."
rm -f "$stamp-use" "$stamp-dev"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$target"
if [ "$level" = dev ]; then
    fetch_node_programs
    scripts/browser.sh || true # the tests that need it are skipped, and say so
fi
echo "$wanted" >"$stamp-$level"
