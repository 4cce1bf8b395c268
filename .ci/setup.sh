# Sourced by ./run and ./check: installs what is missing, says what it costs before it is spent, and is quick when nothing is.
# Usage: set_up run|check|machine      (from the project's root)
#
# Only missing Debian packages need root.  What apt and pip say goes into out/set-up.log, and is shown when they fail.
# Once everything is there no network is used, and nothing is written: another user may start what was set up.

RUN_PACKAGES="libgl1 libegl1 libgl1-mesa-dri libglib2.0-0 libpcsclite1 libfribidi0 libmtdev1 libxi6 pcscd vsmartcard-vpcd \
espeak-ng alsa-utils fonts-inter fonts-dejavu-core fonts-noto-core fonts-material-design-icons-iconfont \
python3-venv python3-dev gcc pkg-config libpcsclite-dev"
CHECK_PACKAGES="opensc xvfb xdotool gettext git postgresql pgbouncer chromium systemd systemd-container mmdebstrap uidmap udev iproute2 dpkg-dev"
MACHINE_PACKAGES="qemu-system-x86 qemu-utils seabios busybox-static cpio kmod e2fsprogs"
# what the Python packages of each lock bring, measured: megabytes on the disk, and minutes on a usual line
RUN_PYTHON="600 MB, 2 minutes"
CHECK_PYTHON="900 MB, 3 minutes"
LOG=$PWD/out/set-up.log

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 3; }

clock() { # seconds
    printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

# --- long work: one line of progress, everything else in the log

follow() { # label, function that prints what part is done, second of the beginning
    while kill -0 $$ 2>/dev/null; do
        printf '\r\033[K  %s  %s  %s' "$1" "$(clock $((SECONDS - $3)))" "$("$2")" >&2
        sleep 1
    done
}

work() { # label, function that prints what part is done, command…
    local label=$1 part=$2 begun=$SECONDS follower="" status=0
    shift 2
    if [ -t 2 ]; then
        follow "$label" "$part" "$begun" &
        follower=$!
    fi
    "$@" >>"$LOG" 2>&1 </dev/null || status=$?
    if [ -n "$follower" ]; then
        kill "$follower" 2>/dev/null || true
        wait "$follower" 2>/dev/null || true
        printf '\r\033[K' >&2
    fi
    if [ "$status" -ne 0 ]; then
        say "  $label: failed. The last lines of $LOG:"
        tail -n 20 "$LOG" | grep -Ev '^(dl|pm)status:' >&2 || true
        return "$status"
    fi
    say "  $label: done ($(clock $((SECONDS - begun))))"
}

part_of_apt() {
    tail -c 4000 "$LOG" | sed -nE 's/^dlstatus:[^:]*:([0-9]+).*/fetched \1 %/p; s/^pmstatus:[^:]*:([0-9]+).*/set up \1 %/p' | tail -n 1
}

part_of_pip() {
    tail -n 3 "$LOG" | sed -nE 's/^(Collecting|Requirement already satisfied:) ([A-Za-z0-9_.-]+).*/\2/p; s/^(Installing) .*/unpacking/p' | tail -n 1
}

part_unknown() { :; }

# --- Debian packages

missing_packages() { # a name is also there when an installed package provides it: Debian 13 calls libglib2.0-0 libglib2.0-0t64
    dpkg-query -W -f '${db:Status-Status}, ${Package}, ${Provides}\n' | awk -v wanted="$*" '
        BEGIN { FS = ", *" }
        $1 == "installed" { for (i = 2; i <= NF; i++) { sub(/ .*/, "", $i); there[$i] = 1 } }
        END { count = split(wanted, names, / +/); for (i = 1; i <= count; i++) if (!(names[i] in there)) printf "%s ", names[i] }'
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() { # packages; apt closes the descriptor of its progress to dpkg and its scripts, so it gets one beside standard output
    # what a Ctrl-C or a power cut left half done would stop apt until somebody types this
    as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 dpkg --configure -a || true
    as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -c 'exec 3>&1 && exec "$@"' sh \
        apt-get -q install -y --no-install-recommends --fix-broken -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
}

price_of_packages() { # packages: what apt says of them, without doing it
    as_root env LC_ALL=C.UTF-8 apt-get install --assume-no --no-install-recommends "$@" 2>/dev/null |
        sed -nE 's/^([0-9]+) upgraded, ([0-9]+) newly installed.*/\2 packages/p; s/^Need to get ([0-9.,]+ [kMG]?B).*/\1 to fetch/p;
            s/^After this operation, ([0-9.,]+ [kMG]?B) of additional.*/\1 on the disk/p' | paste -s -d , | sed 's/,/, /g'
}

install_packages() { # packages that are missing
    local line="apt-get install --no-install-recommends $*" status=0 price
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
            die "These Debian packages are missing and need root: $*
Whoever has it installs them with: $line"
        fi
        say "sudo is asked for these Debian packages alone: $*"
        sudo -n true 2>/dev/null || sudo -v || die "Without sudo, an administrator installs them with: $line"
    fi
    # a list that cannot be refreshed is no reason to stop: what is known may be enough
    work "Debian's lists" part_unknown as_root apt-get -q update -o DPkg::Lock::Timeout=300 || say "  The lists that are there are used."
    price=$(price_of_packages "$@") || true
    [ -z "$price" ] || say "  Debian packages: $price"
    case " $* " in *" postgresql "*) no_database_unasked ;; esac
    work "Debian packages" part_of_apt apt_install "$@" || status=$?
    case " $* " in *" postgresql "*) as_root rm -f "$NO_DATABASE" ;; esac
    case " $* " in *" pgbouncer "*) as_root systemctl disable -q --now pgbouncer 2>/dev/null || true ;; esac # the tests start their own
    [ "$status" -eq 0 ] || die "apt-get could not install: $*"
}

NO_DATABASE=/etc/postgresql-common/createcluster.d/residence-kiosk.conf

no_database_unasked() { # the tests start a private server; Debian's package would make one that starts with the machine
    as_root mkdir -p "${NO_DATABASE%/*}"
    echo "create_main_cluster = false" | as_root tee "$NO_DATABASE" >/dev/null
}

# --- Python packages

find_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

stamp_of() { # lock file
    printf '%s %s\n' "$(cat build.lock "$1" pyproject.toml | sha256sum | cut -c1-32)" "$(.venv/bin/python -V 2>/dev/null)"
}

python_is_there() { # lock file; a complete environment for ./check also serves ./run
    local stamp
    # a folder that was renamed or copied has an environment of the old path
    grep -qsF "$PWD/.venv/bin/python" .venv/bin/kiosk || return 1
    stamp=$(cat .venv/stamp 2>/dev/null)
    [ "$stamp" = "$(stamp_of "$1")" ] || [ "$stamp" = "$(stamp_of dev.lock)" ]
}

install_python() { # lock file
    local lock=$1 pip python
    python=$(find_python) || die "Python 3.11 or newer was not found; install python3."
    rm -f .venv/stamp
    if ! grep -qsF "$PWD/.venv/" .venv/bin/pip || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        work "Python environment" part_unknown "$python" -m venv --clear .venv || die "The environment .venv could not be made."
    fi
    pip=(env "PATH=$PWD/.venv/bin:$PATH" .venv/bin/python -m pip --disable-pip-version-check install)
    # pyscard is the only package that is built from source: its build tools come first, by hash as well
    work "Python's build tools" part_of_pip "${pip[@]}" --require-hashes -r build.lock &&
        work "Python packages" part_of_pip "${pip[@]}" --no-build-isolation --require-hashes -r "$lock" &&
        work "The kiosk itself" part_of_pip "${pip[@]}" --no-build-isolation --no-deps -e . ||
        die "The Python packages could not be installed."
    stamp_of "$lock" >.venv/stamp
}

EMULATOR=tests/support/printer/emulator.lock

install_emulator() { # of receipt printers, by other people: beside the environment, as it shares no package with the kiosk
    rm -rf .venv/emulator
    work "Receipt printer emulator for the tests" part_of_pip .venv/bin/python -m pip --disable-pip-version-check install \
        --no-deps --no-compile --ignore-requires-python --require-hashes --target .venv/emulator -r "$EMULATOR" ||
        die "The emulator could not be installed."
    cp "$EMULATOR" .venv/emulator/lock
}

# --- fonts: the faces of other scripts than Latin, made anew when the fonts or the recipe change

stamp_of_fonts() {
    cat screens/fonts.py kiosk/locales/scripts.toml kiosk/locales/languages.toml
    stat -L -c '%n %s %Y' /usr/share/fonts/opentype/inter/*.otf /usr/share/fonts/*/noto/* 2>/dev/null
}

fonts_are_there() { [ "$(stamp_of_fonts | sha256sum)" = "$(cat .venv/fonts/stamp 2>/dev/null)" ]; }

make_fonts() {
    work "Fonts of other scripts" part_unknown .venv/bin/python -m screens.fonts --out .venv/fonts || die "The fonts could not be prepared."
    { stamp_of_fonts || true; } | sha256sum >.venv/fonts/stamp
}

# --- all of it

may_write() { # run|check: another user's folder is started as it is, and never half changed
    local owner
    [ ! -w . ] || { [ -e .venv ] && [ ! -w .venv ]; } || return 0
    owner=$(stat -c %U "$([ -e .venv ] && echo .venv || echo .)")
    if [ -L .venv/bin/python ] && ! .venv/bin/python -V >/dev/null 2>&1; then
        die "$(id -un) may not run the Python of this folder, which belongs to $owner: copy the folder to one of your own, without .venv."
    fi
    die "This folder belongs to $owner and is not set up for this version: $owner runs ./$1 once, or you copy the folder to one of your own."
}

set_up() { # run|check|machine
    local packages=$RUN_PACKAGES lock=requirements.lock price=$RUN_PYTHON held missing python="" emulator="" fonts=""
    command -v dpkg-query >/dev/null || die "This needs Debian 12 or newer: dpkg-query was not found."
    if [ "$1" != run ]; then
        packages="$RUN_PACKAGES $CHECK_PACKAGES" lock=dev.lock price=$CHECK_PYTHON
        cmp -s "$EMULATOR" .venv/emulator/lock || emulator=yes
    fi
    [ "$1" != machine ] || packages="$packages $MACHINE_PACKAGES"
    # shellcheck disable=SC2086  # a list of words
    missing=$(missing_packages $packages)
    python_is_there "$lock" || python=yes
    fonts_are_there || fonts=yes
    [ -n "$missing$python$emulator$fonts" ] || return 0
    if [ -n "$python$emulator$fonts" ]; then may_write "${1/machine/check}"; fi
    mkdir -p out
    if [ ! -w out ] || { [ -e "$LOG" ] && [ ! -w "$LOG" ]; }; then LOG=$(mktemp -t kiosk-set-up.XXXXXX); fi # as ./run with sudo leaves it
    exec {held}>>"$LOG" # two starts at once set up one after the other
    if ! flock -n "$held"; then
        say "Another start is setting up here; this one goes on when that one is done (what it does: $LOG)."
        flock -w 1800 "$held" || die "Another start has been setting up here for half an hour ($LOG); end it and try again."
        # shellcheck disable=SC2086  # a list of words
        missing=$(missing_packages $packages)
        ! python_is_there "$lock" || python=""
    fi
    [ -z "$missing" ] || say "To be done once: missing Debian packages (about 2 minutes; their size is said when the lists are there)."
    [ -z "$python" ] || say "To be done once: Python packages into .venv ($price)."
    # shellcheck disable=SC2086  # a list of words
    [ -z "$missing" ] || install_packages $missing
    python_is_there "$lock" || install_python "$lock"
    [ -z "$emulator" ] || cmp -s "$EMULATOR" .venv/emulator/lock || install_emulator
    fonts_are_there || make_fonts
    exec {held}>&-
}
