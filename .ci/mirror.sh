# Sourced by .ci/other and by the booted tests: the mirror that this machine's apt is set up for, asked for another release.

debian_lines() { # release here, release wanted, options of apt: Debian's lines from what apt knows
    local here=$1 wanted=$2
    shift 2
    apt-get "$@" indextargets --format '$(REPO_URI) $(CODENAME) $(ORIGIN) $(COMPONENT)' 'Created-By: Packages' |
        awk -v here="$here" -v wanted="$wanted" '$3 == "Debian" && index($2, here) == 1 {
            line = "deb " $1 " " wanted substr($2, length(here) + 1) " " $4
            if (!seen[line]++) print line }'
}

carry_mirror() { # release wanted, folder: writes sources.list and apt.conf (proxies) into it; 1 when apt knows no mirror
    local here lists
    here=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    debian_lines "$here" "$1" >"$2/sources.list"
    if [ ! -s "$2/sources.list" ]; then # no lists on this machine yet: some of our own
        lists=$(mktemp -d)
        mkdir -p "$lists/lists/partial" "$lists/archives/partial"
        set -- "$1" "$2" -o "Dir::State::Lists=$lists/lists" -o "Dir::Cache=$lists" -o "APT::Sandbox::User=$(id -un)"
        timeout 300 apt-get "${@:3}" -qq update >&2 || true
        debian_lines "$here" "$1" "${@:3}" >"$2/sources.list"
        rm -rf "$lists"
    fi
    apt-config dump | grep -E '^Acquire::(http|https|ftp|Retries|AllowInsecure)[^ ]* "..*";' >"$2/apt.conf" || true
    [ -s "$2/sources.list" ]
}
