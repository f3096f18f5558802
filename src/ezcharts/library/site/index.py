"""The index of the search: a script with one call, `EZ.index({...})`, in columns.

    {"parameters": ["eta", ...],  "nicknames": {"ddim_eta": [0], ...},  "about": ["How much fresh noise
    ...", ...],
     "platforms": ["disco-5.0", ...],  "platform_words": ["Disco 5.0", ...],
     "dialects": ["disco", "jax"],  "kinds": [...],  "provenances": [...],  "model_sets": [...],
     "name": [...], "title": [...], "line": [...], "date": [...], "thumb": [...], "words": [...],
     "platform": [0, 2, ...], "dialect": [...], "kind": [...], "provenance": [...], "models": [...],
     "uses": [[0, 17], ...]}

A column has one item a study, in the catalogue's order. Columns of indices point into the lists of words.
Files that are read from a disk may not be fetched, but a script may be run: so the index is a script, run
when the search is first used.
"""

from __future__ import annotations

from collections.abc import Sequence

from ezcharts.library.site.known import declarations, nicknames
from ezcharts.library.site.pages import Listing
from ezcharts.library.site.policy import as_script
from ezcharts.params.explain import first_sentence


def index_script(listings: Sequence[Listing]) -> str:
    """Return `assets/index.js`."""
    used = dict.fromkeys(name for one in listings for name in one.parameters)
    names = sorted({*used, *declarations()}, key=str.casefold)
    places = {name: index for index, name in enumerate(names)}
    data: dict[str, object] = {
        "parameters": names,
        "about": [about(name) for name in names],
        "nicknames": {
            alias: [places[name] for name in meant] for alias, meant in sorted(nicknames().items())
        },
    }
    for column in ("name", "title", "line", "date", "words"):
        data[column] = [getattr(one, column) for one in listings]
    data["thumb"] = [one.thumb.removeprefix("thumbs/").removesuffix(".webp") for one in listings]
    for column, plural in (("platform", "platforms"), ("dialect", "dialects"), ("kind", "kinds")):
        data |= _coded(listings, column, plural)
    data |= _coded(listings, "provenance", "provenances")
    data |= _coded(listings, "models", "model_sets")
    words = {one.platform: one.platform_words for one in listings}
    data["platform_words"] = [words[name] for name in sorted(words)]
    data["uses"] = [[places[name] for name in one.parameters] for one in listings]
    return f"EZ.index({as_script(data)});\n"


def names_script() -> str:
    """Return `assets/names.js`: every name and nickname in small letters -> the page it leads to."""
    data = {name.lower(): name for name in declarations()}
    for alias, meant in sorted(nicknames().items()):
        data.setdefault(alias.lower(), meant[0] if len(meant) == 1 else alias)
    return f"EZ.names({as_script(data)});\n"


def about(name: str) -> str:
    """Return what a parameter does, in a sentence; empty for a name that no dialect has."""
    declared = declarations().get(name, ())
    return first_sentence(declared[0][1].help) if declared else ""


def _coded(listings: Sequence[Listing], column: str, plural: str) -> dict[str, object]:
    """Return a column as indices, and the list they point into under its plural."""
    values = [getattr(one, column) for one in listings]
    words = sorted(set(values))
    places = {word: index for index, word in enumerate(words)}
    return {plural: words, column: [places[value] for value in values]}
