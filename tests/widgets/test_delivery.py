"""Knowing where a widget is shown."""

import pytest

from copcourse.widgets import SourcesWidget, delivery


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({}, "lab"),
        ({"SERVER_SOFTWARE": "jupyter_server/2"}, "lab"),
        ({"SERVER_SOFTWARE": "voila/0.5.13"}, "voila"),
        ({"VOILA_REQUEST_URL": "http://x"}, "voila"),
    ],
)
def test_voila_is_told_by_its_environment(environment: dict[str, str], place: str) -> None:
    """Voilà's variables tell a kernel that it serves strangers; without them it is JupyterLab."""
    assert delivery(environment) == place


def test_what_a_browser_writes_is_ignored() -> None:
    """A front end that sends a trait changes nothing in Python."""
    widget = SourcesWidget({"sources": []}, delivery="voila")
    widget.set_state({"delivery": "lab", "sheet": {"sources": ["x"]}})
    assert (widget.delivery, widget.sheet) == ("voila", {"sources": []})
