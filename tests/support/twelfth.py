"""A twelfth language as a town would bring it: a row, and a tiny catalogue that the test makes."""

from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from kiosk.base import i18n
from kiosk.base.languages import LANGUAGES, ROWS, Language

PERSIAN = Language("prs", "دری", locale="fa_AF", script="Arab", voice="fa")
TIGRINYA = Language("ti", "ትግርኛ", script="Ethi", voice="")
CHINESE = Language(
    *("zh-Hant", "中文"),
    locale="zh_Hant",
    script="Hani",
    voice="cmn",
    day="M月d日",
    year="y年{day}",
    weekday="{day} EEEE",
    short="M月d日",
)
SAID = {
    "prs": {
        "Choose your language": "زبان خود را انتخاب کنید",
        "Touch the screen to begin": "اگر می‌خواهید شروع کنید، صفحه را لمس کنید",
    },
    "ti": {
        "Choose your language": "ቋንቋኹም ምረጹ",
        "Touch the screen to begin": "ንምጅማር ነቲ መስኮት ተንክፍዎ",
    },
    "zh-Hant": {
        "Choose your language": "請選擇您的語言",
        "Touch the screen to begin": "請輕觸螢幕開始，如果您不知道該怎麼辦，請向服務台的工作人員求助。他們會很樂意幫助您。",
    },
}


@contextmanager
def spoken(folder: Path, *rows: Language):
    """The kiosk with these languages too; their catalogues lie in `folder` beside those that ship."""
    for each in Path(str(i18n.LOCALES)).iterdir():
        (folder / each.name).symlink_to(each)
    for row in rows:
        catalogue = Catalog(locale=(row.locale or row.code).partition("_")[0], charset="utf-8", fuzzy=False)
        for message, said in SAID[row.code].items():
            catalogue.add(message, said)
        file = folder / row.code / "LC_MESSAGES" / "kiosk.po"
        file.parent.mkdir(parents=True)
        with file.open("wb") as out:
            write_po(out, catalogue)
    added = {row.code: row for row in rows}
    with (
        mock.patch.dict(ROWS, added),
        mock.patch.dict(LANGUAGES, {code: row.name for code, row in added.items()}),
        mock.patch.object(i18n, "LOCALES", folder),
    ):
        i18n.texts.cache_clear()
        yield
    i18n.texts.cache_clear()
