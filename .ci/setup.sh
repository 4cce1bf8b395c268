# Sourced by ./run and ./check: installs what is missing, says what it does, and is quick when nothing is.
# Usage: set_up run|check      (from the project's root)

RUN_PACKAGES="libgl1 libegl1 libgl1-mesa-dri libglib2.0-0 libpcsclite1 libfribidi0 libmtdev1 libxi6 pcscd vsmartcard-vpcd \
espeak-ng alsa-utils fonts-inter fonts-dejavu-core fonts-noto-core fonts-material-design-icons-iconfont \
python3-venv python3-dev gcc pkg-config libpcsclite-dev"
CHECK_PACKAGES="opensc xvfb xdotool gettext postgresql chromium systemd systemd-container mmdebstrap udev iproute2 dpkg-dev"

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 3; }

missing_packages() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s ' "$name"
    done
}

install_packages() {
    command -v dpkg-query >/dev/null || die "This needs Debian 12 or newer: dpkg-query was not found."
    local missing as_root=""
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
            as_root=sudo
            say "These Debian packages are missing and need root; sudo is asked for them alone: $missing"
        else
            die "These Debian packages are missing and need root: $missing
Install them with: apt-get install --no-install-recommends $missing"
        fi
    fi
    say "Installing Debian packages: $missing"
    # shellcheck disable=SC2086  # a list of words
    { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing; } >&2 || die "apt-get could not install: $missing"
}

find_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    die "Python 3.11 or newer was not found; install python3."
}

install_python() { # lock file
    local lock=$1 stamp python
    python=$(find_python) || exit 3
    stamp="$(cat build.lock "$lock" pyproject.toml | sha256sum | cut -c1-32) $("$python" -V)"
    case "$(cat .venv/stamp 2>/dev/null)" in
        "$stamp"*) return ;;
    esac
    # a complete environment for ./check also serves ./run
    if [ "$lock" = requirements.lock ] && [ -f .venv/stamp-dev ] &&
        [ "$(cat .venv/stamp-dev)" = "$(cat build.lock dev.lock pyproject.toml | sha256sum | cut -c1-32) $("$python" -V)" ]; then
        return
    fi
    say "Installing Python packages from $lock into .venv …"
    [ -x .venv/bin/python ] || "$python" -m venv .venv || die "The environment .venv could not be made."
    # pyscard is the only package that is built from source: its build tools come first, by hash as well
    PATH="$PWD/.venv/bin:$PATH" .venv/bin/python -m pip install -q --require-hashes -r build.lock >&2 &&
        PATH="$PWD/.venv/bin:$PATH" .venv/bin/python -m pip install -q --no-build-isolation --require-hashes -r "$lock" >&2 &&
        .venv/bin/python -m pip install -q --no-build-isolation --no-deps -e . >&2 ||
        die "The Python packages could not be installed; the lines above say why."
    printf '%s\n' "$stamp" >.venv/stamp
    if [ "$lock" = dev.lock ]; then printf '%s\n' "$stamp" >.venv/stamp-dev; else rm -f .venv/stamp-dev; fi
}

install_emulator() { # of receipt printers, by other people: beside the environment, as it shares no package with the kiosk
    local lock=tests/support/printer/emulator.lock
    cmp -s "$lock" .venv/emulator/lock && return
    say "Installing the receipt printer emulator for the tests …"
    rm -rf .venv/emulator
    .venv/bin/python -m pip install -q --no-deps --no-compile --ignore-requires-python --require-hashes \
        --target .venv/emulator -r "$lock" >&2 || die "The emulator could not be installed; the lines above say why."
    cp "$lock" .venv/emulator/lock
}

set_up() {
    if [ "$1" = check ]; then
        # shellcheck disable=SC2086  # lists of words
        install_packages $RUN_PACKAGES $CHECK_PACKAGES
        install_python dev.lock
        install_emulator
    else
        # shellcheck disable=SC2086  # a list of words
        install_packages $RUN_PACKAGES
        install_python requirements.lock
    fi
    .venv/bin/python -m screens.fonts >&2 || die "The fonts could not be prepared; the lines above say why."
}
