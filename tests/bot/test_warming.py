"""What the start leaves out is there before anybody asks for it."""

import sys

import pytest

from bot import warming
from workflows.document import Document


def test_what_a_start_goes_without_is_made_ready_soon_after(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warming, "PAUSE", 0)
    warming.warm()
    assert not caplog.records
    assert {"rapidfuzz.process", "workflows.spoken"} <= set(sys.modules)
    assert Document.__pydantic_complete__


def test_what_cannot_be_made_ready_stands_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = []
    monkeypatch.setattr(warming, "PAUSE", 0)
    monkeypatch.setattr(warming, "_work", lambda: [lambda: 1 / 0, lambda: made.append(True)])
    warming.warm()
    assert made == [True]
    assert "could not be made ready" in caplog.text
