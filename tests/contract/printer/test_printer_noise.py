"""All bytes at all moments: no line noise makes a ticket "printed" that is not, and a healthy printer raises no alarm."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


def _support():
    path = Path(__file__).parents[2] / "support" / "printer" / "noisy.py"
    spec = importlib.util.spec_from_file_location("noisy", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["noisy"] = module
    spec.loader.exec_module(module)
    return module


noisy = _support()


def campaign(monkeypatch, first: int, prints: int) -> None:
    """So many prints, one seed each: a quarter without noise, half of them with a fault, half with process ids."""
    lies = []
    for seed in range(first, first + prints):
        noise, fault = (0, 5, 50, 400)[seed % 4], bool(seed // 4 % 2)
        verdict = noisy.print_once(monkeypatch, seed, noise=noise, fault=fault, process_ids=bool(seed // 8 % 2))
        wrong = noisy.faulty(verdict)
        if not noise and not fault and verdict.said != "printed":
            wrong = "an alarm of a healthy printer"
        if wrong:
            lies.append((seed, wrong, verdict.detail))
    assert lies == []


def test_noise_makes_no_ticket_printed_that_is_not(monkeypatch) -> None:
    campaign(monkeypatch, 0, 160)


@pytest.mark.full
def test_noise_makes_no_ticket_printed_that_is_not_in_two_thousand_prints(monkeypatch) -> None:
    campaign(monkeypatch, 1000, 2000)
