"""A sentence of conditions: "steps 250, clamp_max 0.05, seed 7, 1280x768, ViTB32 and ViTB16, Disco 5.2".

    sentence := clause (("," | ";" | "." | newline | "with" | "and" between models) clause)*
    clause   := platform | size | model (("and" | "+" | "/" | "&") model)* | prompt
              | name ["=" | ":" | "is" | "of"] value | number name | ("no" | "without") name | name
    platform := one of ours, or: Disco [Diffusion] [v]5.2, DD 5.2, JAX 2.7, Huemin 2.7
    prompt   := ["prompt" [":" | "="]] a text in quotes, with an optional ":weight" inside
    value    := number [k] | on | off | yes | no | true | false | a word | [..]*400+[..]*600 | a size

Names are those of the dialects, with their aliases; case, blanks, hyphens and underscores do not matter.
Nothing is evaluated, and nothing is guessed in silence: what is not understood is handed back as it was
written, and what had to be taken for something is said as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ezcharts.errors import InputError, LibraryError
from ezcharts.params.dialect import DIALECTS, Dialect, dialect_of, platforms
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.domain import Flag, Json
from ezcharts.params.number import NUMERAL, read_number
from ezcharts.params.parameter import Parameter

_LONGEST: Final = 5000
_LONGEST_NAME: Final = 80
_NAME_END: Final = re.compile(r"(?<=[\w/])(?=[\W_]|$)")
_QUOTES: Final = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}
_THOUSANDS: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?!\d|,\d|\.\d)")
_SIZE: Final = re.compile(r"(\d{2,5})\s*[x×]\s*(\d{2,5})(?:\s*(?:px|pixels?))?", re.IGNORECASE)
_SCHEDULE: Final = re.compile(r"\[[\d.,\s]+\](?:\s*\*\s*\d+)?(?:\s*\+\s*\[[\d.,\s]+\](?:\s*\*\s*\d+)?)*")
_PROMPT: Final = re.compile(
    r"(?:text[ _])?(?:prompts?|titles?)(?:\s+(?:is|was|are))?\s*[:=]?\s*", re.IGNORECASE
)
_NUMBER: Final = NUMERAL.pattern
_PLATFORM: Final = re.compile(
    r"(?P<family>disco(?:[ -]diffusion)?|dd|jax|huemin(?:[ -]jax)?|nshepperd)[ -]*(?:version[ ]*|v)?"
    r"(?P<version>\d(?:\.\d+)?|jan(?:uary)?\s*(?:20)?22)?",
    re.IGNORECASE,
)
_FAMILIES: Final = {"dd": "disco", "nshepperd": "jax"}
_SWITCHED: Final = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_NEGATED: Final = re.compile(r"(?:no|without|not)\s+(?:any\s+)?", re.IGNORECASE)
_JOINTS: Final = re.compile(r"\s*(?:\+|/(?!\d)|&|\band\b|\s)\s*", re.IGNORECASE)
_FILLERS: Final = re.compile(
    r"^(?:and|with|using|at|in|on|the|a|both|used|run|made|rendered)\s+", re.IGNORECASE
)
_IS: Final = re.compile(r"^\s*(?:=|:|\bis\b|\bwas\b|\bof\b|\bat\b|\bto\b)?\s*", re.IGNORECASE)
_MARK: Final = "\ue000"  # stands for a quoted text or a schedule while clauses are split


@dataclass(frozen=True)
class Conditions:
    """What a sentence says.

    Attributes:
        platform: One of ours; empty where the sentence does not say it.
        settings: Canonical values by canonical name.
        notes: What was not understood, as written.
        doubts: What had to be taken for something, in words.
    """

    platform: str = ""
    settings: Mapping[str, Json] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass
class _Reading:
    """A sentence being read: one dialect, what was found so far."""

    dialect: Dialect
    platform: str
    held: list[str]
    settings: dict[str, Json] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)

    @property
    def version(self) -> str:
        """The version whose domains hold; the newest where the platform is not known."""
        return self.dialect.platforms[self.platform or tuple(self.dialect.platforms)[-1]]

    def put(self, name: str, value: Json, clause: str) -> None:
        """Take a value for a parameter, or keep the clause where it is refused or contradicts another."""
        parameter = self.dialect.find(name)
        try:
            read = parameter.domain.to_json(parameter.parse(value, self.version))
        except InputError as error:
            self.notes.append(clause)
            self.doubts.append(str(error))
            return
        if self.settings.setdefault(parameter.name, read) != read:
            self.notes.append(clause)
            self.doubts.append(
                f"{parameter.name} is said twice: {self.settings[parameter.name]} is kept, not {read}"
            )


def understand(sentence: str, platform: str = "") -> Conditions:
    """Read a sentence of conditions.

    Args:
        sentence: As people write it.
        platform: One of ours, where it is known from elsewhere; what the sentence says comes first.

    Raises:
        LibraryError: It is longer than any sentence.
        UnknownName: There is no such platform.
    """
    if len(sentence) > _LONGEST:
        raise LibraryError(
            f"conditions have at most {_LONGEST:,} characters, got {len(sentence):,}; say less"
        )
    if platform:
        dialect_of(platform)
    plain, held = _held(sentence.replace(_MARK, " "))
    plain, thousands = _without_thousands(plain)
    clauses = [clause for clause in re.split(r"[,;\n]|\.(?=\s|$)", plain) if clause.strip()]
    said, rest, doubts = _platforms(clauses)
    chosen = said or platform
    readings = [_read(dialect, chosen, rest, held) for dialect in _dialects(chosen, doubts)]
    best = min(readings, key=lambda reading: (len(reading.notes), DIALECTS.index(reading.dialect)))
    if not chosen and best.settings:
        best.doubts.append(f"no platform is said; names are read as those of {best.dialect.name}")
    all_doubts = (*doubts, *thousands, *best.doubts)
    return Conditions(chosen, best.settings, tuple(best.notes), tuple(dict.fromkeys(all_doubts)))


def _dialects(platform: str, doubts: list[str]) -> list[Dialect]:
    """Return the dialects that names may belong to."""
    if platform:
        return [dialect_of(platform)]
    families = [
        dialect for dialect in DIALECTS if any(f"{dialect.name} without" in doubt for doubt in doubts)
    ]
    return families or list(DIALECTS)


def _held(sentence: str) -> tuple[str, list[str]]:
    """Take quoted texts and schedules out, so that their commas and words split nothing."""
    held: list[str] = []
    out, at = [], 0
    while at < len(sentence):
        schedule = _SCHEDULE.match(sentence, at)
        end = _quote_end(sentence, at)
        if schedule is None and end < 0:
            out.append(sentence[at])
            at += 1
            continue
        text = schedule[0] if schedule else sentence[at : end + 1]
        out.append(f"{_MARK}{len(held)}{_MARK}")
        held.append(text)
        at += len(text)
    return "".join(out), held


def _quote_end(sentence: str, at: int) -> int:
    """Return where a quoted text that begins here ends, or -1; an apostrophe within a word is none."""
    close = _QUOTES.get(sentence[at])
    if close is None or (at and sentence[at - 1].isalnum()):
        return -1
    end = sentence.find(close, at + 1)
    while end >= 0 and sentence[end + 1 : end + 2].isalnum():
        end = sentence.find(close, end + 1)
    return end if end > at + 1 else -1


def _without_thousands(text: str) -> tuple[str, list[str]]:
    doubts = [f"{match[1]} is read as {match[1].replace(',', '')}" for match in _THOUSANDS.finditer(text)]
    return _THOUSANDS.sub(lambda match: match[1].replace(",", ""), text), doubts


def _platforms(clauses: list[str]) -> tuple[str, list[str], list[str]]:
    """Return the platform that is said, the clauses without it, and doubts."""
    found, rest, doubts = "", list[str](), list[str]()
    for clause in clauses:
        match = next(_platform_words(clause), None)
        name = "" if match is None else _platform(match, doubts)
        if match is None or (found and name not in ("", found)):
            rest.append(clause)
            continue
        found = name or found
        rest += [part for part in (clause[: match.start()], clause[match.end() :]) if part.strip(" ()")]
    return found, rest, doubts


def _platform_words(clause: str) -> Iterator[re.Match[str]]:
    for match in _PLATFORM.finditer(clause):
        before, after = clause[: match.start()], clause[match.end() :]
        if not before[-1:].isalnum() and not after[:1].isalnum() and before[-1:] != "_" and after[:1] != "_":
            yield match


def _platform(match: re.Match[str], doubts: list[str]) -> str:
    family = match["family"].lower().replace("-", " ").split()[0]
    family = _FAMILIES.get(family, family)
    version = (match["version"] or "").lower()
    known = [name for name in platforms() if name.startswith(f"{family}-")]
    if version.startswith("jan"):
        return "jax-jan22"
    if f"{family}-{version}" in known:
        return f"{family}-{version}"
    if version and (near := [name for name in known if name.startswith(f"{family}-{version}.")]):
        doubts.append(
            f"{match[0].strip()} is taken for {near[0]}; it could be {' or '.join(near[1:]) or 'another'}"
        )
        return near[0]
    if len(known) == 1 and not version:
        return known[0]
    dialect = dialect_of(known[0]).name
    doubts.append(f"{match[0].strip()!r} is {dialect} without a version that is known: {', '.join(known)}")
    return ""


def _read(dialect: Dialect, platform: str, clauses: list[str], held: list[str]) -> _Reading:
    reading = _Reading(dialect, platform if platform in dialect.platforms else "", held)
    for clause in clauses:
        _clause(reading, clause.strip())
    if reading.prompts:
        texts: Json = reading.prompts[0] if len(reading.prompts) == 1 else list(reading.prompts)
        reading.put("prompt", texts, "; ".join(reading.prompts))
    return reading


def _clause(reading: _Reading, clause: str) -> None:
    """Read one clause; what cannot be read is kept as a note."""
    words = clause.strip(" ()")
    while match := _FILLERS.match(words):
        words = words[match.end() :]
    if not words:
        return
    for read in (_prompt, _models, _size, _negated, _named, _number_first):
        if read(reading, words):
            return
    parts = re.split(r"\s+(?:and|with)\s+", words)
    before, notes = dict(reading.settings), len(reading.notes)
    for part in parts if len(parts) > 1 else ():
        _clause(reading, part)
    if reading.settings == before:  # nothing of it was understood: it is kept in one piece
        reading.notes[notes:] = [_shown(reading, clause)]


def _shown(reading: _Reading, clause: str) -> str:
    """Return a clause as it was written, with what was taken out put back."""
    return re.sub(f"{_MARK}(\\d+){_MARK}", lambda match: reading.held[int(match[1])], clause)


def _text_at(reading: _Reading, words: str) -> str | None:
    """Return the quoted text or schedule that the words are, nothing else."""
    match = re.fullmatch(f"{_MARK}(\\d+){_MARK}", words.strip())
    return reading.held[int(match[1])] if match else None


def _prompt(reading: _Reading, words: str) -> bool:
    match = _PROMPT.match(words)
    body = words[match.end() :] if match else words
    texts = [_text_at(reading, part) for part in re.split(r"\s*(?:\band\b|\+|\||\s)\s*", body) if part]
    quoted = [text[1:-1] for text in texts if text is not None and text[0] in _QUOTES]
    if not quoted or len(quoted) < len(texts):
        return False
    reading.prompts += quoted
    return True


def _models(reading: _Reading, words: str) -> bool:
    """Read a list of CLIP models; every word has to be one."""
    names = [
        name for name in _JOINTS.split(re.sub(r"^clip[ _]models?\s*[:=]?\s*", "", words, flags=re.I)) if name
    ]
    known = _names(reading.dialect.name)
    found = [known.get(_folded(name)) for name in names]
    switches = [each.name for each in found if each is not None and each.name in CLIP_SWITCHES]
    if not names or len(switches) < len(names):
        return False
    for switch in switches:
        reading.put(switch, True, words)
    if on := [switch for switch in switches if switch in reading.settings]:
        reading.doubts.append(f"{' and '.join(on)} said to be on; whether other CLIP models were is not said")
    return True


def _size(reading: _Reading, words: str) -> bool:
    match = _SIZE.fullmatch(re.sub(r"^(?:size|resolution|image|picture)\s*[:=]?\s*", "", words, flags=re.I))
    if match is None:
        return False
    reading.put("size", [int(match[1]), int(match[2])], words)
    return True


def _negated(reading: _Reading, words: str) -> bool:
    match = _NEGATED.match(words)
    parameter = _names(reading.dialect.name).get(_folded(words[match.end() :])) if match else None
    if parameter is None:
        return False
    if isinstance(parameter.domain, Flag):
        reading.put(parameter.name, False, words)
    elif parameter.name in ("init_image", "image_prompts"):
        reading.put(parameter.name, "none" if parameter.name == "image_prompts" else None, words)
    else:
        return False
    return True


def _named(reading: _Reading, words: str) -> bool:
    """Read a name with its value; the longest name that fits is meant. A switch alone is on."""
    known = _names(reading.dialect.name)
    ends = [match.start() for match in _NAME_END.finditer(words[:_LONGEST_NAME])]
    for end in reversed(ends):
        parameter = known.get(_folded(words[:end]))
        if parameter is None:
            continue
        value = _IS.sub("", words[end:], count=1).strip()
        if not value:
            return _switch_on(reading, parameter, words)
        read = _value(reading, parameter, value)
        if read is None:
            continue
        reading.put(parameter.name, read[0], _shown(reading, words))
        return True
    return False


def _switch_on(reading: _Reading, parameter: Parameter, words: str) -> bool:
    if not isinstance(parameter.domain, Flag):
        return False
    reading.put(parameter.name, True, words)
    return True


def _number_first(reading: _Reading, words: str) -> bool:
    """Read `250 steps`."""
    match = re.fullmatch(rf"({_NUMBER})(k?)\s+(\D.*)", words, re.IGNORECASE)
    parameter = _names(reading.dialect.name).get(_folded(match[3])) if match else None
    if match is None or parameter is None or isinstance(parameter.domain, Flag):
        return False
    reading.put(parameter.name, _number(match[1] + match[2]), words)
    return True


def _value(reading: _Reading, parameter: Parameter, text: str) -> tuple[Json] | None:
    """Return the value that a text is, or None where it is none."""
    held = _text_at(reading, text)
    if held is not None:
        return (held[1:-1] if held[0] in _QUOTES else held,)
    if isinstance(parameter.domain, Flag):
        return (_SWITCHED[text.lower()],) if text.lower() in _SWITCHED else None
    if re.fullmatch(rf"{_NUMBER}k?", text, re.IGNORECASE):
        return (_number(text),)
    if size := _SIZE.fullmatch(text):
        return ([int(size[1]), int(size[2])],)
    return (text,) if re.fullmatch(r"[A-Za-z][\w.-]*", text) and not _is_text(parameter) else None


def _is_text(parameter: Parameter) -> bool:
    """Return whether a parameter takes any words: then only quoted ones are its value."""
    return "prompt" in parameter.name or parameter.name == "all_title" or parameter.role != "rendering"


def _number(text: str) -> Json:
    return read_number(read_number(text[:-1]) * 1000) if text[-1:].lower() == "k" else read_number(text)


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-/@]+", "", name).casefold()


@cache
def _names(dialect: str) -> Mapping[str, Parameter]:
    """Return every name and alias, folded -> its parameter."""
    found = next(each for each in DIALECTS if each.name == dialect)
    return {_folded(name): parameter for name, parameter in found.by_name.items()}
