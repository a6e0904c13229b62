"""As much English as a proposed text needs: the verb a statement starts with, its voice, wider words for the same work.

A statement is only changed where the change is sure to read well: an unknown first word, or a noun that may be half of
a longer one, leaves it as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

_VERBS = """
    accept act adapt add advise agree aim align analyse answer anticipate apply argue arrange ask assess assign attend
    audit automate avoid balance book break brief bring build calculate call carry catch celebrate chair challenge
    change chart check choose clarify clean clear close coach collect combine communicate compare complete confirm
    connect consider consult contribute control convince coordinate correct cover create credit cut deal debug decide
    define delegate deliver demonstrate describe design detect develop diagnose direct discover discuss divide
    document draft draw drive earn edit educate enable encourage end ensure escalate establish estimate evaluate
    examine exchange experiment explain explore express extend find finish fix flag focus follow forecast form frame
    gather generate get give go grow guard guide handle help hire hold host identify implement improve include
    influence inform inspect install interview introduce invest investigate invite involve join judge keep lead learn
    let link list listen log look maintain make manage map mark measure meet mentor monitor move name negotiate note
    notice observe offer open operate organise organize own pair participate pass perform persuade pick pilot plan
    post practise prepare present prevent prioritise prioritize produce promote propose protect prove provide publish
    put question raise rank reach read recognise recognize recommend record recruit reduce refine rehearse release
    rely remove renegotiate repair repeat replace reply report represent request research reserve resolve respond
    restore return review rewrite run sample save say schedule search see seek select sell send separate serve set
    settle shadow shape share ship show simplify sketch solve sort speak split sponsor spot spread stand start state
    stay stop store structure study suggest sum summarise support tag take talk teach tell test thank think time trace
    track train translate treat try turn uncover update use validate verify visit volunteer warn watch weigh welcome
    win work write
"""
_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_SURE = ("a", "an", "the", "each", "every", "own", "their", "its", "how", "what", "when", "whether", "which")
"""Words after which only a verb makes sense before them: "Renegotiates the ..."."""


def third(verb: str) -> str:
    """A verb as he or she does it.

    >>> third("carry"), third("teach"), third("plan")
    ('carries', 'teaches', 'plans')
    """
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else "s")


VERBS = frozenset([*_VERBS.split(), *_IRREGULAR])
_BASES = {third(verb): verb for verb in VERBS}


def base(word: str, following: str = "") -> str:
    """The plain form of a verb in the third person; "" where the word may be something else.

    >>> base("carries"), base("rehearses", "the"), base("skills", "in")
    ('carry', 'rehearse', '')
    """
    verb = _BASES.get(word, "")
    if verb or following not in _SURE or not re.search(r"[^siu]s$", word) or len(word) < 5:
        return verb
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(?:sh|ch|x|ss)es$", word) else word[:-1]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A statement taken apart: who speaks ("", "You", "I", "We"), in which form, the plain verb and what follows."""

    subject: str
    third: bool
    verb: str
    rest: str

    def says(self) -> str:
        """The statement put together again."""
        verb = third(self.verb) if self.third else self.verb
        words = f"{self.subject} {verb}" if self.subject else verb
        return f"{words[:1].upper()}{words[1:]}{self.rest}"

    @property
    def infinitive(self) -> str:
        """The statement as it goes on after "to": the verbs joined by ", then" or "and" are plain too.

        >>> phrase("Sketches a change, then walks a colleague through it.").infinitive
        'sketch a change, then walk a colleague through it.'
        """

        def plain(match: re.Match[str]) -> str:
            verb = base(match[2], match[3])
            return f"{match[1]} {verb}" if verb and (match[1] == ", then" or match[3] in _SURE) else match[0]

        rest = (
            re.sub(r"(, then|,? and|,? or|,? but) ([a-z]+)(?= ([a-z]+))", plain, self.rest) if self.third else self.rest
        )
        return self.verb + rest

    def rephrase(self, verb: str, rest: str) -> str:
        """Another statement in the same voice."""
        return replace(self, verb=verb, rest=rest).says()


PLAIN_VOICE = Phrase("", True, "do", "")
"""The voice of a framework that has no words yet: what a colleague could see a person do."""


def phrase(statement: str) -> Phrase | None:
    """A statement taken apart; None where it does not surely start with a verb."""
    match = re.match(r"(?:(You|I|We) )?([A-Za-z]+)(?![\w'’-])(.*)$", statement.strip(), re.DOTALL)
    if match is None:
        return None
    subject, word, rest = match[1] or "", match[2].lower(), match[3]
    if subject or word in VERBS:
        return Phrase(subject, False, word, rest) if word in VERBS else None
    following = re.match(r"[A-Za-z]*", rest.strip())
    verb = base(word, following[0].lower() if following else "")
    return Phrase("", True, verb, rest) if verb else None


def sentence(text: str) -> str:
    """Words as a statement: a capital first, a full stop last."""
    text = " ".join(text.split()).rstrip(".;:, ")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def lower_first(text: str) -> str:
    """A text as it goes on inside a sentence; an acronym and "I" keep their capitals."""
    return text if re.match(r"(?:I\b|[A-Z]{2}|[A-Z]\d)", text) else text[:1].lower() + text[1:]


_STOP = (
    r"[,.;:)]|$|\s(?:and|or|but|so|when|while|before|after|until|once|as|if|in|on|at|by|to|for|from|with|without|into|"
    r"of|over|through|per|within|across|twice|every|each|a|an|the|it|its|their|this"
)
_END = rf"(?={_STOP})\b)"
"""Where a noun surely ends and no verb has to agree with it: "the team, ..." but neither "the team lead" nor "the team
that plans"."""
_CLAUSE = rf"(?={_STOP}|that|which|who)\b)"
"""The same for a noun that stays singular or plural: a verb may follow."""
_OWNER = " of the team"
_LEADS = r"\b(that|which|how|when|where|whether|until|before|if)"
_TEAMS = r"(?:several|all|other|the|two or more|many|both) teams"


def _plural_verb(match: re.Match[str]) -> str:
    verb = _BASES.get(match[2])
    return f"{match[1]} several teams {verb}" if verb else match[0]


def _singular_verb(match: re.Match[str]) -> str:
    return f"{match[1]} the whole organisation {third(match[2])}" if match[2] in VERBS else match[0]


_WIDER: tuple[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...], ...] = (
    ((r"\b(?:own|assigned) (?:work|code)\b", "own projects"), (r"\b(?:sub)?task(s?)\b", r"project\1")),
    (
        (
            rf"\b(an?|the|each|every|one)((?: [\w-]+)? (?:project|feature|component|module)){_CLAUSE}",
            r"\1\2 of the team",
        ),
        (rf"\b(projects|features|components|modules){_CLAUSE}", r"\1 of the team"),
    ),
    (
        (rf"{_LEADS} the (?:whole )?team ([a-z]+)\b", _plural_verb),
        (r"\bthe (?:whole )?team['’]s\b", "several teams'"),
        (rf"\bthe (?:whole )?team{_END}", "several teams"),
        (rf"\ba teammate{_END}", "a colleague in another team"),
        (rf"\bteammates{_END}", "colleagues in other teams"),
    ),
    (
        (rf"{_LEADS} {_TEAMS} ([a-z]+)\b", _singular_verb),
        (rf"\b{_TEAMS}['’](?=\s)", "the whole organisation's"),
        (rf"\b{_TEAMS}{_END}", "the whole organisation"),
        (rf"\bacross teams{_END}", "across the organisation"),
    ),
)
"""Step of scope, a task first -> how its words read one step wider. The steps are those of the rule on ladders that
widen (G01); beyond the organisation a change of words would not make the work a different one."""


def wider(statement: str) -> str:
    """A statement with its widest scope one step wider; "" where it names none that can be changed safely.

    >>> wider("Tells the team when a task is stuck.")
    'Tells several teams when a task is stuck.'
    >>> wider("Runs the checks that the team relies on.")
    'Runs the checks that several teams rely on.'
    >>> wider("Thanks the team lead.")
    ''
    """
    for words in reversed(_WIDER):
        text = statement
        for pattern, new in words:
            text = re.sub(pattern, new, text)
        if text != statement:
            first, owner, rest = text.partition(_OWNER)
            return text if _OWNER in statement else first + owner + rest.replace(_OWNER, "")
    return ""
