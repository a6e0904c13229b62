"""Every command in every state: the sentence is true, the next step exists and helps, the exit code fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.walk import BOOK, TABLE, Visit, commands_in, every_visit, parsed, table, visit
from xl_addin.commands import all_commands
from xl_addin.sheets import describe
from xl_addin.sheets.reading import read_dataset

_PLACEHOLDERS = {"FOLDER", "FILE.xlsx", "late.csv"}
_AT_ONCE = re.compile(r"(?:^|[.] )(?:Run|Nothing was sent yet. Run|To [^:.]*run): trackbook ")
"""A next step that nothing has to be typed or settled for before."""
_HOPS = 6
"""More steps at once than anybody should be sent."""
_NOUNS = {
    "action", "cell", "change", "competency", "error", "file", "form", "hint", "level", "page", "path", "person",
    "respondent", "rule", "score", "statement", "step", "tab", "text", "track", "warning", "workbook",
}  # fmt: skip
_PLURAL = {"person": "people", "competency": "competencies"}


def walk() -> Iterator[tuple[str, Visit]]:
    yield from every_visit()


def all_that(fault: Callable[[Visit], str]) -> list[str]:
    """What is wrong with each visit, in words, where something is."""
    return [f"{name}, {own.line}: {told}" for name, own in walk() if (told := fault(own))]


def test_the_table_is_what_is_said() -> None:
    """Where this fails, read each changed line for truth, then: python -m tests.support.walk --write."""
    assert table() == TABLE.read_text(encoding="utf-8")


def test_every_command_is_walked() -> None:
    walked = {own.line.split(" ")[0] for _, own in walk()}
    # demo runs all the others in a folder of its own, and addin looks after Excel: neither meets a workbook
    assert walked == set(all_commands()) - {"demo", "addin"}


def test_every_proposed_command_can_be_typed_as_it_stands() -> None:
    def fault(own: Visit) -> str:
        for words in (own.next, own.sentence):
            if words.count("trackbook ") > 1:
                return f"two commands in one step: {words}"
            for line in commands_in(words):
                try:
                    command, options = parsed(line)
                except Exception as error:
                    return f"{line}: {error}"
                named = str(options.get("workbook", options.get("file", BOOK)))
                if named not in {BOOK, "b.xlsx"} | _PLACEHOLDERS:
                    return f"{line}: there is no {named}"
                command.options.model_validate({k: v for k, v in options.items() if k not in ("workbook", "as_json")})
        return ""

    assert all_that(fault) == []


_TABS = re.compile(r"((?:\d )?[A-Z]\w*(?: [a-z]+)?(?:(?:, | and )(?:\d )?[A-Z]\w*)*) tabs?\b(?! it goes)")
_FILL = re.compile(r"[Ff]ill ([A-Z]\w+(?:(?:, | and )[A-Z]\w+)*) in ")


def test_every_tab_that_is_named_is_there() -> None:
    ours = {sheet.name for sheet in describe(read_dataset(visit_of_empty().before.snapshot).data).sheets}

    def fault(own: Visit) -> str:
        if "put it back" in own.next or "put them back" in own.next or own.next.startswith("Open b.xlsx"):
            return ""
        groups = [*_TABS.findall(own.next), *_FILL.findall(own.next)]
        names = [name for group in groups for name in re.split(r", | and ", group)]
        sheets = own.after.snapshot.sheets
        for name in names:
            there = any(sheet.startswith("Matrix ") for sheet in sheets) if name == "Matrix" else name in sheets
            if not there or name not in ours | {"Matrix"}:
                return f"there is no tab {name}: {own.next}"
        return ""

    assert all_that(fault) == []


def visit_of_empty() -> Visit:
    return next(own for name, own in walk() if name == "empty")


def test_the_next_step_leads_on() -> None:
    """A step that can be taken at once is taken: it must not come back with the same step, nor go in a circle."""

    def fault(own: Visit) -> str:
        seen = [own]
        while _AT_ONCE.search(seen[-1].next) and len(seen) < _HOPS:
            line = next(commands_in(seen[-1].next))
            onward = visit(seen[-1].after, line)
            if onward.exit == 2:
                return f"{line} cannot go on: {onward.sentence}"
            same = [earlier for earlier in seen if earlier.next == onward.next]
            if any(earlier.after.snapshot == onward.after.snapshot for earlier in same):
                return f"{line} comes back with: {onward.next}"
            seen.append(onward)
        return "" if len(seen) < _HOPS else f"comes to no end: {[one.line for one in seen]}"

    assert all_that(fault) == []


def test_whoever_goes_on_is_told_what_next_and_whoever_cannot_is_told_why() -> None:
    def fault(own: Visit) -> str:
        if own.exit == 2:
            return "" if own.sentence.count(": ") >= 2 else f"no where, what and what to do: {own.sentence}"
        return "" if own.next else "no next step"

    assert all_that(fault) == []


def _severities(data: dict[str, Any]) -> list[int]:
    counts = Counter(finding["severity"] for finding in data["findings"])
    return [counts[severity] for severity in ("error", "warning", "info")]


def _amiss_in_score(own: Visit) -> bool:
    """Whether score could not read an answer or a rating, or left ratings or people out; a what-if does as it does."""
    unread, out = own.data.get("unread", {}), own.data.get("left_out", {})
    people = any(out[kind]["count"] for kind in out if kind not in ("ratings", "without_rating"))
    ratings = any(group["failure"] for group in out.get("ratings", ()))
    return people or ratings or any(unread[kind]["count"] for kind in unread if kind != "columns")


def test_the_exit_code_fits() -> None:
    amiss: dict[str, Callable[[Visit], bool]] = {
        "build": lambda own: bool(own.data["not_understood"]),
        "validate": lambda own: not own.data["rules_run"] or any(_severities(own.data)[:2]),
        "export": lambda own: bool(own.data["refused"] or own.data.get("counts", {}).get("left_out")),
        "collect": lambda own: bool(own.data["refused"]),
        "roadmap": lambda own: bool(own.data["problems"] or own.data["unread"]),
        "score": _amiss_in_score,
    }

    def fault(own: Visit) -> str:
        if own.exit == 2:
            return "the workbook was changed all the same" if own.changed else ""
        check = amiss.get(own.line.split(" ")[0])
        wrong = check is not None and check(own)
        return "" if wrong == (own.exit == 1) else f"exit {own.exit}: {own.sentence}"

    assert all_that(fault) == []


_FIGURES: dict[str, Callable[[dict[str, Any]], list[int]]] = {
    "validate": lambda data: [*_severities(data), len(data["rules_run"])],
    "roadmap": lambda data: [
        len(data["actions"]),
        sum(action["start"] is not None for action in data["actions"]),
        sum(bool(action["flags"]) for action in data["actions"]),
    ],
    "delta": lambda data: [len(data["steps"]), sum(bool(step["uneven"]) for step in data["steps"]), len(data["paths"])],
    "export": lambda data: [sum(data["made"].values())],
    "collect": lambda data: [data["status"][state] for state in ("sent", "returned", "partial", "missing")],
    "explain": lambda data: [len(data["pages"])] if "pages" in data else [],
    "build": lambda data: [data["changes"]] if data["changes"] else [],
    "score": lambda data: (
        [count for kind, count in data["counts"].items() if count or kind == "scores"]
        if "changes" in data
        else []
        if not data["people"]  # "No ratings yet" names none
        else [
            data["left_out"]["without_rating"]["people"] - data["left_out"]["without_rating"]["count"],
            sum(person["score"] is not None for person in _current(data)),
        ]
    ),
}
"""Command -> the figures its sentence begins with, from what it says for programs."""


def _current(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [person for person in data["people"] if person["cycle"] == data["cycle"]]


def test_the_figures_in_a_sentence_are_those_for_programs() -> None:
    def fault(own: Visit) -> str:
        name = own.line.split(" ")[0]
        said = re.sub(r"\b\d{4}-H\d\b|\w+!\w+|[A-Z]\d+\b", "", own.sentence)
        shown = [int(figure.replace(",", "")) for figure in re.findall(r"\b\d[\d,]*\b", said)]
        if own.exit == 2 or name not in _FIGURES or not shown:
            return ""
        wanted = _FIGURES[name](own.data)
        return "" if shown[: len(wanted)] == wanted else f"{shown} in {own.sentence!r}, but {wanted}"

    assert all_that(fault) == []


def test_nothing_changed_means_that_nothing_changed() -> None:
    def fault(own: Visit) -> str:
        words = f"{own.sentence} {own.next}"
        if own.changed and re.search(r"nothing (was )?(changed|written)|would add", words, re.I):
            return words
        if not own.changed and re.search(r"^(Matrix tabs refreshed|Added)", words):
            return words
        return ""

    assert all_that(fault) == []


def test_counts_are_in_the_right_number() -> None:
    def fault(own: Visit) -> str:
        words = " ".join((own.sentence, own.next, *(" ".join(line) for line in own.lines)))
        for count, noun in re.findall(r"(?<![\w.,/-])(\d[\d,]*) ([a-z]+)\b", words):
            singular = next((one for one in _NOUNS if noun in (one, _PLURAL.get(one, f"{one}s"))), "")
            if singular and (noun == singular) != (count == "1"):
                return f"{count} {noun}"
        return ""

    assert all_that(fault) == []


@pytest.mark.parametrize("line", ["build", "expand --draft all --apply"])
def test_what_says_that_it_is_done_is_done(line: str) -> None:
    """Done again, there is nothing left to do."""
    for name, own in walk():
        if own.line == line and own.exit == 0:
            assert not visit(own.after, line).changed, name
