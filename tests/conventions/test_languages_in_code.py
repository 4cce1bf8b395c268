"""No language of one municipality is built in: which ones are official is a profile's word (R130)."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# tables of all languages, and the demo's visitors, who speak one each
TABLES = {
    "devices/card/pinpad.py",
    "devices/speech/engine.py",
    "kiosk/base/i18n.py",
    "kiosk/base/languages.py",
    "kiosk/demo/visits.py",
}


def test_no_module_names_a_municipalitys_language():
    named = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ("kiosk", "devices", "screens")
        for path in (ROOT / room).rglob("*.py")
        if str(path.relative_to(ROOT)) not in TABLES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in {"nl", "nl_BE", "Dutch"}
    }
    assert not named
