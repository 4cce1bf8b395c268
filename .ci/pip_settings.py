"""What this machine's pip is set up with, gathered for another machine: `python .ci/pip_settings.py FOLDER`.

Writes FOLDER/pip.conf (the settings of all of pip's files, merged as pip merges them), FOLDER/pip.env (the variables that pip and
TLS look at) and FOLDER/bind (files and folders of this machine that these name, one a line).
"""

# ruff: noqa: INP001  (a script, no package)
import ast
import configparser
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse

VARIABLES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def settings() -> dict[str, str]:
    """`global.index-url` and the like; what a variable sets is not among them."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    pairs = (line.partition("=") for line in listed.splitlines())
    return {name: ast.literal_eval(value) for name, _, value in pairs if not name.startswith(":env:")}


def folder_of(word: str) -> Path | None:
    """The local file or folder that a value names; of an index of files its parent, as the packages lie beside it."""
    url = urlparse(word)
    if url.scheme == "file":
        folder = Path(unquote(url.path))
        return folder.parent if len(folder.parts) > 3 else folder
    return Path(word) if word.startswith("/") else None


def main() -> None:
    """Write the three files."""
    target = Path(sys.argv[1])
    chosen = settings()
    variables = {
        name: value
        for name, value in os.environ.items()
        if (name.startswith("PIP_") and name not in ("PIP_CONFIG_FILE", "PIP_CACHE_DIR"))
        or name in VARIABLES
        or name in CERTIFICATES
    }
    merged = configparser.RawConfigParser()
    for name, value in chosen.items():
        section, _, key = name.partition(".")
        merged.read_dict({section: {key: "\n".join(value.split())}})
    with (target / "pip.conf").open("w") as file:
        merged.write(file)
    (target / "pip.env").write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    words = [word for value in (*chosen.values(), *variables.values()) for word in value.split()]
    paths = {path for word in words if (path := folder_of(word)) is not None and path.exists()}
    (target / "bind").write_text("".join(f"{path}\n" for path in sorted(paths)))


if __name__ == "__main__":
    main()
