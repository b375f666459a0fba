#!/bin/sh
# Makes .venv ready: finds Python, installs what Manim is built with, then the pinned packages.
set -eu
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }
die() { printf '\nsetup: %s\n' "$*" | fold -s -w 90 >&2; exit 1; }

# --- Python: the variable PYTHON, else the first on the path that will do --------------------
works() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; }

if [ -n "${PYTHON:-}" ]; then
    works "$PYTHON" || die "PYTHON=$PYTHON is not a Python from 3.11 to 3.14. Name another one:" \
        "make setup PYTHON=/path/to/python3"
else
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11 none; do
        works "$PYTHON" && break
    done
    [ "$PYTHON" != none ] || die "found no Python from 3.11 to 3.14. Install one" \
        "(Debian: apt-get install python3; macOS: brew install python@3.13; or python.org)" \
        "and run make again, or name the one to use: make setup PYTHON=/path/to/python3"
fi
version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
say "Python $version ($(command -v "$PYTHON"))"

# --- System packages: two of Manim's dependencies, pycairo and ManimPango, may be built here ---
missing=
need() { missing="$missing $1"; }

has_headers='import os, sys, sysconfig as s
sys.exit(not os.path.exists(os.path.join(s.get_path("include"), "Python.h")))'

command -v cc >/dev/null 2>&1 || need build-essential
command -v pkg-config >/dev/null 2>&1 || need pkg-config
pkg-config --exists cairo 2>/dev/null || need libcairo2-dev
pkg-config --exists pangocairo 2>/dev/null || need libpango1.0-dev
"$PYTHON" -c "$has_headers" || need "python$version-dev"
"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || need "python$version-venv"

if [ -n "$missing" ]; then
    command -v apt-get >/dev/null 2>&1 || die "something that Manim is built with is missing" \
        "(Debian calls it:$missing). Install it and run make again." \
        "macOS: brew install cairo pango pkg-config, and xcode-select --install for the compiler." \
        "Fedora: sudo dnf install gcc cairo-devel pango-devel pkgconf python3-devel." \
        "Arch: sudo pacman -S base-devel cairo pango pkgconf."
    sudo=
    if [ "$(id -u)" != 0 ]; then
        sudo=sudo
        command -v sudo >/dev/null 2>&1 || die "system packages are missing and there is no sudo" \
            "here. As root, run: apt-get install$missing; then, as yourself, make again."
    fi
    # shellcheck disable=SC2086  # $missing is a list, $sudo may be nothing
    install() { $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $missing; }
    say "installing system packages:$missing"
    install || {
        say "the package lists may be missing or old: fetching them, then once more"
        $sudo apt-get update && install
    } || die "apt-get could not install$missing. Its message is above; once that command works" \
        "(as root: apt-get install$missing), run make again."
fi

# --- The environment. One that came with a copied or moved folder still points to the old one --
if ! { works .venv/bin/python && grep -sqF "$(pwd -P)/.venv" .venv/bin/activate; }; then
    say "creating .venv"
    "$PYTHON" -m venv --clear .venv || die "could not create .venv; the message is above." \
        "Try another Python: make setup PYTHON=/path/to/python3"
fi
say "installing the pinned packages (some minutes the first time)"
PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install -c constraints.txt -e '.[dev]' ||
    die "pip could not install the packages; its message is above. If the network failed, run make" \
        "again: what was fetched is kept. If no version of a package fits this Python ($version)," \
        "name another one: rm -rf .venv, then make setup PYTHON=/path/to/python3.11"
say "ready"
