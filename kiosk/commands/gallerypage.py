"""The gallery's page: one HTML file beside the pictures that a person can read through."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_STYLE = """
body{margin:0;font:16px/1.5 Inter,system-ui,sans-serif;background:#f7f2e8;color:#1f1b16}
header{padding:2rem 2rem 1rem}h1{margin:0;font-size:1.8rem}h2{margin:2.5rem 2rem 1rem;font-size:1.25rem}
nav a{margin-inline-end:.8rem;color:#10505c}main{padding-bottom:4rem}
.row{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:1.2rem;padding:0 2rem}
.row.wide{grid-template-columns:repeat(auto-fill,minmax(380px,1fr))}
figure{margin:0}img{width:100%;height:auto;border-radius:10px;box-shadow:0 2px 12px #0002;display:block}
figcaption{font-size:.85rem;margin-top:.4rem}.found{color:#8f1d1d;margin:.2rem 0 0;padding-inline-start:1rem}
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: where it is (below the page), what it shows, and what the checks found in it."""

    file: str
    caption: str
    wide: bool
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pictures that belong together."""

    title: str
    shots: tuple[Shot, ...]


def write(folder: Path, chapters: Iterable[Chapter]) -> Path:
    """Write index.html; answers its path."""
    told = list(chapters)
    count = sum(len(chapter.shots) for chapter in told)
    links = "".join(f'<a href="#c{n}">{html.escape(chapter.title)}</a>' for n, chapter in enumerate(told))
    body = "".join(_chapter(number, chapter) for number, chapter in enumerate(told))
    page = folder / "index.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>The screens</title><style>{_STYLE}</style>'
        f"<header><h1>The screens</h1><p>{count} pictures.</p><nav>{links}</nav></header><main>{body}</main></html>\n",
        encoding="utf-8",
    )
    return page


def _chapter(number: int, chapter: Chapter) -> str:
    wide = " wide" if chapter.shots and chapter.shots[0].wide else ""
    shots = "".join(_figure(shot) for shot in chapter.shots)
    return f'<h2 id="c{number}">{html.escape(chapter.title)}</h2><div class="row{wide}">{shots}</div>'


def _figure(shot: Shot) -> str:
    found = "".join(f"<li>{html.escape(text)}</li>" for text in shot.found)
    listed = f'<ul class="found">{found}</ul>' if found else ""
    name = html.escape(shot.caption)
    return (
        f'<figure><img loading="lazy" src="{html.escape(shot.file)}" alt="{name}">'
        f"<figcaption>{name}</figcaption>{listed}</figure>"
    )
