"""Formulas between Excel's spelling and the one LibreOffice's cells take: `Sheet!A1` and commas, `$Sheet.A1` and
semicolons. Its own parser service knows no tables, so this goes by token.
"""

import functools
import re

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_PIECES = re.compile(r"""("(?:[^"]|"")*"|\$?'(?:[^']|'')+'\.|\{(?:"(?:[^"]|"")*"|[^"{}])*\})""")
_TEXT = re.compile(r"""("(?:[^"]|"")*")""")
_SHEET = re.compile(r"\$?([A-Za-z_]\w*)\.(?=\$?[A-Z]{1,3}\$?\d)")
_NEWER = re.compile(r"_xl(?:fn|ws)\.")


def to_calc(formula: str) -> str:
    """Excel's formula, with its leading "=", as LibreOffice takes it.

    >>> to_calc("=SUM('2 Stage'!B6,tblA[[#This Row],[Own]])")
    "=SUM($'2 Stage'.B6;tblA[[#This Row];[Own]])"
    """
    return "=" + "".join(_spelled(token) for token in Tokenizer(formula).items)


def _spelled(token: Token) -> str:
    text: str = token.value
    if token.type == Token.SEP:
        return ";" if token.subtype == Token.ARG else "|"
    if token.type == Token.OPERAND and token.subtype == Token.RANGE:
        if "[" in text:
            return text.replace("],[", "];[")
        sheet, mark, cell = text.rpartition("!")
        return f"${sheet}.{cell}" if mark else text
    if token.type == Token.FUNC and token.subtype == Token.OPEN:
        return _NEWER.sub("", text)
    return text


@functools.cache
def from_calc(formula: str) -> str:
    """LibreOffice's formula as Excel shows it.

    >>> from_calc('=IF($Levels.B6="a;b";{1;"a|b"|3;4};tblA[[#This Row];[Own]])')
    '=IF(Levels!B6="a;b",{1,"a|b";3,4},tblA[[#This Row],[Own]])'
    """
    pieces = _PIECES.split(formula)
    return "".join(_shown(piece) for piece in pieces)


def _shown(piece: str) -> str:
    if piece.startswith('"'):
        return piece
    if piece.startswith("{"):
        parts = _TEXT.split(piece)
        parts[::2] = [part.replace(";", ",").replace("|", ";") for part in parts[::2]]
        return "".join(parts)
    if piece.startswith(("$'", "'")):
        return piece.removeprefix("$").removesuffix(".") + "!"
    return _SHEET.sub(r"\1!", piece).replace(";", ",")
