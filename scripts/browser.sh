#!/bin/sh
# See to it that there is a Chromium for the browser tests: one that is installed, or that
# TIMELINE_CHROMIUM names, else the system's package where that may be installed, else Playwright's
# own build.  Ends with 1, and says what to do, where none can be had.
set -eu

cd "$(dirname "$0")/.."

say() {
    echo "$*" >&2
}

has_browser() {
    if [ -n "${TIMELINE_CHROMIUM:-}" ]; then
        [ -x "$TIMELINE_CHROMIUM" ]
        return
    fi
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 &&
        { [ "$(id -u)" = 0 ] || { [ "${CI:-}" = true ] && sudo -n true 2>/dev/null; }; }
}

install_package() {
    say "Installing chromium for the browser tests ..."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium >/dev/null
}

fetch_build() {
    [ -x .venv/bin/python ] || return 1
    say "Fetching Chromium for the browser tests ..."
    .venv/bin/python -m playwright install --only-shell chromium >/dev/null 2>&1
}

if has_browser; then
    exit 0
fi
if [ -n "${TIMELINE_CHROMIUM:-}" ]; then
    say "There is no Chromium at $TIMELINE_CHROMIUM, which TIMELINE_CHROMIUM names."
    exit 1
fi
if { may_install && install_package && has_browser; } || fetch_build; then
    exit 0
fi
say "There is no Chromium, and none could be installed: the browser tests cannot run."
say "Install one (on Debian: apt-get install chromium), or name it: TIMELINE_CHROMIUM=/path/to/it"
exit 1
