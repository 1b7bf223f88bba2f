"""The four kinds of question: what they show, how they mark, what they forge."""

from __future__ import annotations

import json

import pytest

from copcourse.items import KINDS, Item, MatchItem, Option, OrderItem, SeveralItem, SingleItem


def options(*ids: str, right: tuple[str, ...] = ()) -> tuple[Option, ...]:
    """Options with texts and feedback made from their ids."""
    return tuple(
        Option(id=one, text=f"text {one}", feedback=f"feedback {one}", correct=one in right)
        for one in ids
    )


SINGLE = SingleItem(id="s", ask="?", options=options("a", "b", "c", right=("b",)))
SEVERAL = SeveralItem(id="m", ask="?", options=options(*"abcde", right=("a", "b", "c")))
ORDER = OrderItem(id="o", ask="?", options=options("first", "second", "third", "fourth"))
MATCH = MatchItem(
    id="p",
    ask="?",
    points=2,
    options=tuple(
        Option(id=one, text=one, pair=f"side {one}", pair_id=f"k{number}")
        for number, one in enumerate(("one", "two", "three", "four"))
    ),
)
ALL = (SINGLE, SEVERAL, ORDER, MATCH)


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.kind)
def test_forged_answers(item: Item) -> None:
    """Each kind forges an answer that earns everything, one that earns less, one unreadable."""
    assert item.mark(item.sample("correct")).points == item.points
    assert item.mark(item.sample("wrong")).points < item.points
    assert item.mark(item.sample("wrong")).state == "marked"
    invalid = item.mark(item.sample("invalid"))
    assert (invalid.points, invalid.state) == (0.0, "invalid")
    assert item.mark(None).state == "no answer"
    assert item.faults() == []


def test_kinds_are_all_there() -> None:
    """An author may write four kinds, by the names of the formats."""
    assert sorted(KINDS) == ["match", "order", "several", "single"]


@pytest.mark.parametrize(
    ("chosen", "points"),
    [("abc", 1), ("ab", 0.67), ("abd", 0.33), ("abcde", 0.33), ("d", 0), ("", 0)],
)
def test_several_counts_right_minus_wrong(chosen: str, points: float) -> None:
    """Right ones chosen minus wrong ones chosen over the number of right ones, never below 0."""
    assert SEVERAL.mark({"options": list(chosen)}).points == points


@pytest.mark.parametrize(
    ("order", "points"),
    [
        ("first second third fourth", 1.0),
        ("second first third fourth", 0.67),
        ("second first fourth third", 0.33),
        ("fourth third second first", 0.0),
    ],
)
def test_order_counts_pairs_from_one_half_up(order: str, points: float) -> None:
    """The share of pairs in the right order, counted from one half up."""
    assert ORDER.mark({"options": order.split()}).points == points


def test_match_counts_right_pairs() -> None:
    """Three of four pairs earn three quarters of the points; a missing pair is a wrong one."""
    pairs = {**MATCH.key(), "four": "k0"}
    assert MATCH.mark({"pairs": pairs}).points == 1.5
    del pairs["four"]
    assert MATCH.mark({"pairs": pairs}).points == 1.5


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (SINGLE, {"options": ["a", "b"]}),
        (SINGLE, {"options": "a"}),
        (SINGLE, {"pairs": {}}),
        (SINGLE, ["a"]),
        (SINGLE, {"options": ["a"], "sure": 4}),
        (SINGLE, {"options": ["a"], "code": "import os"}),
        (SEVERAL, {"options": ["a", "a"]}),
        (SEVERAL, {"options": [None]}),
        (ORDER, {"options": ["first", "second"]}),
        (MATCH, {"pairs": {"one": "two"}}),
        (MATCH, {"pairs": {"five": "k1"}}),
        (MATCH, {"pairs": {"one": ["k1"]}}),
    ],
)
def test_unreadable_is_not_wrong(item: Item, answer: object) -> None:
    """An answer that cannot be read is invalid and says why, which is not the same as incorrect."""
    mark = item.mark(answer)  # type: ignore[arg-type]  # what a damaged file may hold
    assert (mark.points, mark.state) == (0.0, "invalid")
    assert mark.reason


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.kind)
def test_the_sheet_holds_no_key(item: Item) -> None:
    """What a browser gets names options and texts only, in an order that does not tell the key."""
    sheet = item.sheet()
    assert set(sheet) == {"id", "kind", "ask", "points", "options"} | (
        {"pairs"} if item.kind == "match" else set()
    )
    assert all(set(option) == {"id", "text"} for option in sheet["options"])
    text = json.dumps(sheet)
    assert "correct" not in text
    assert "feedback" not in text


def test_the_order_shown_does_not_follow_the_order_written() -> None:
    """The same options listed in another order are shown in the same one."""
    turned = OrderItem(id="o", ask="?", options=tuple(reversed(ORDER.options)))
    assert turned.sheet()["options"] == ORDER.sheet()["options"]


def test_a_pair_is_not_given_away() -> None:
    """Right sides go by ids of their own, none of which is an option's."""
    sheet = MATCH.sheet()
    assert {side["id"] for side in sheet["pairs"]} == {"k0", "k1", "k2", "k3"}
    assert [side["id"] for side in sheet["pairs"]] != ["k0", "k1", "k2", "k3"]


def test_choosing_everything_earns_at_most_half() -> None:
    """An item in which ticking every box pays is refused."""
    item = SeveralItem(id="m", ask="?", options=options(*"abcd", right=("a", "b", "c")))
    assert "choosing everything earns more than half" in item.faults()[0]
