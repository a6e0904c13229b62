"""Text taken apart: words, sentences, content, reading grade. Work on one text is done once and kept."""

import re
from functools import lru_cache
from itertools import chain

from xl_addin.model.statements import fold, statements

_KEEP = 1 << 15
"""Texts remembered at a time: more than a framework of 40 tracks has cells."""

WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_ENDS = re.compile(r"[.!?]+(?=\s|$)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bvs\.)")

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about across all also an and any are as at be been being both but by can do does each for from has have her
        his how i if in into is it its may more most no nor not of on or other our own she he so such than that the
        their them then there these they this those through to up us was we were what when where which while who will
        with within you your yours
        """,
    )
)
"""Words that carry no content of their own when two texts are compared."""


lines = lru_cache(_KEEP)(statements)
"""`model.statements.statements`, remembered."""


@lru_cache(_KEEP)
def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded to lower case; the numbering of its lines left out.

    >>> tokens("Ships well-tested code, 2 releases a month.")
    ('ships', 'well-tested', 'code', '2', 'releases', 'a', 'month')
    """
    if "\n" in text:
        return tuple(chain.from_iterable(map(tokens, lines(text))))
    if text.isascii():
        return tuple(WORD.findall(text.lower()))
    # folded word by word: folding can split a letter in two, and the words must stay those that WORD finds
    return tuple(word.casefold() for word in WORD.findall(text.replace("’", "'")))


folded = lru_cache(_KEEP)(fold)
"""`model.statements.fold`, remembered."""


@lru_cache(_KEEP)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a cell: each statement is at least one."""
    parts = (part.strip() for line in lines(text) for part in _ENDS.split(line))
    return tuple(part for part in parts if part)


def quoted(text: str, around: str = "", longest: int = 40) -> str:
    """Someone's words in quotation marks, on one line, cut where they are long but never before `around`.

    >>> quoted("Leads the team that runs the weekly planning meeting")
    '"Leads the team that runs the weekly…"'
    >>> quoted("Leads the team that runs the weekly planning meeting well", "well")
    '"…planning meeting well"'
    """
    line = " ".join(text.split()).rstrip(".")
    at = max(0, line.find(around))
    if at + len(around) >= longest:
        line = "…" + line[line.rfind(" ", 0, at - 12) + 1 :]
    if len(line) > longest:
        line = line[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return f'"{line}"'


def listed(names: list[str] | tuple[str, ...], most: int = 4) -> str:
    """Names as a sentence lists them: "a, b and c"; the rest is counted."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


_SUFFIXES = ("ations", "ation", "ments", "ment", "ingly", "ings", "ing", "edly", "ness", "ies", "ied", "es", "ed", "ly",
             "s")  # fmt: skip


@lru_cache(_KEEP)
def stem(word: str) -> str:
    """A word without its ending, so that plans, planned and planning are one. Numbers stay as they are.

    >>> stem("planning"), stem("plans"), stem("$885k")
    ('plan', 'plan', '$885k')
    """
    if any(c.isdigit() for c in word):
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            word = word[: -len(suffix)] + ("y" if suffix in ("ies", "ied") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


@lru_cache(_KEEP)
def content(text: str) -> frozenset[str]:
    """What a text is about: its words without endings, stop words out, numbers in."""
    return frozenset(stem(word) for word in tokens(text) if word not in STOP_WORDS)


def likeness(one: str, other: str) -> float:
    """Shared content of two texts over all their content, 0 to 1 (Jaccard)."""
    a, b = content(one), content(other)
    return len(a & b) / len(a | b) if a or b else 0.0


_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^td]ed|[^aeiouszxcghl]es)$")


@lru_cache(_KEEP)
def syllables(word: str) -> int:
    """Roughly how many syllables an English word has: its groups of vowels, a silent ending left out."""
    groups = len(_VOWELS.findall(word))
    if (
        (word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1)
        or (word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1)
        or (
            word.endswith("es")
            and not word.endswith(("ses", "zes", "xes", "ches", "shes", "ces", "ges"))
            and groups > 1
        )
    ):
        groups -= 1
    return max(1, groups)


@lru_cache(_KEEP)
def grade(text: str) -> float:
    """Flesch-Kincaid grade: about how many years of schooling a reader needs. 0 for a text without words.

    Source: Kincaid et al. 1975: 0.39 words per sentence + 11.8 syllables per word - 15.59.
    """
    found = tokens(text)
    if not found:
        return 0.0
    per_sentence = len(found) / max(1, len(sentences(text)))
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
