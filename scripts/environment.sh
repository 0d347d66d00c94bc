# Sourced by the other scripts. Makes .venv hold exactly what a lock file says, and does nothing when it already does.

# Images of containers often forbid it: then every process of ours compiles all it imports anew, for seconds.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Sets PYTHON to an interpreter of version 3.11, or stops.
python_with_version_3_11() {
    local candidate
    for candidate in python3.11 /usr/bin/python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            PYTHON="$candidate"
            return
        fi
    done
    fail "Python 3.11 was not found. On Debian 12: apt-get install python3 python3-venv"
}

# Debian ships Python without ensurepip; the package python3.11-venv adds it.
create_environment() {
    python_with_version_3_11
    say "Creating .venv with $("$PYTHON" --version)."
    "$PYTHON" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Python lacks its venv module: installing the Debian package python3.11-venv."
        { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3.11-venv; } >/dev/null \
            || fail "apt-get could not install python3.11-venv."
        /usr/bin/python3.11 -m venv .venv && return
    fi
    fail "Python cannot create a virtual environment. As an administrator: apt-get install python3.11-venv"
}

lock_hash() { sha256sum "requirements/$1.txt" | cut -d ' ' -f 1; }
is_installed() { [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$(lock_hash "$1")" ]; }

# ensure_environment runtime|production|dev
# The three locks are nested and agree on versions (scripts/lock.sh), so the wider one brings the narrower ones.
ensure_environment() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || create_environment
    is_installed "$1" && return
    say "Installing requirements/$1.txt."
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r "requirements/$1.txt" \
        || fail "The packages of requirements/$1.txt could not be installed; the lines above say which and why."
    local lock
    for lock in runtime production dev; do
        lock_hash "$lock" >".venv/.installed-$lock"
        [ "$lock" = "$1" ] && break
    done
}
