"""The settings of one picture, as a notebook shows and copies them."""

from __future__ import annotations

import pprint
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ezcharts.notebook.blocks import Block, Code, Folded, Heading, Rows, Shown
from ezcharts.params.domain import Json, Value
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from ezcharts.studies.grid import show
from ezcharts.studies.models import OwnModels

PROMPT: Final = "text_prompts"
EMBEDDED: Final = "embedded"
_MOST_COLUMNS = 88


@dataclass(frozen=True, repr=False)
class PictureSettings(Shown, Mapping[str, Value]):
    """Every setting of a picture: a read-only mapping from name or alias to value.

    `ez.render(settings, eta=0.5)` makes the same picture with a change.

    Attributes:
        cell: The picture, said completely.
        models: Which models render it.
    """

    cell: Cell
    models: str | OwnModels = EMBEDDED

    @property
    def settings(self) -> Settings:
        """The settings themselves."""
        return self.cell.settings

    @property
    def platform(self) -> str:
        """The notebook version, such as `disco-5.2`."""
        return self.settings.platform

    @property
    def stated(self) -> dict[str, Json]:
        """What was given or differs from the platform's defaults, as plain data; all else is a default."""
        dialect, written = self.settings.dialect, self.settings.to_json()
        version = dialect.platforms[self.platform]
        own = [
            parameter.name
            for parameter in dialect
            if parameter.exists_at(version)
            and (parameter.name in self.settings.stated or self._differs(parameter.name, version))
        ]
        return {name: written[name] for name in own}

    @property
    def code(self) -> str:
        """A call that makes the picture again."""
        given, prompt = self.stated, self.settings.dialect.find(PROMPT).name
        words = given.pop(prompt, self.settings.to_json()[prompt])
        options: dict[str, Json] = {"platform": self.platform}
        if self.models != EMBEDDED:
            options["models"] = str(self.models)
        if self.cell.image:
            options["image"] = self.cell.image
        named = [f"{name}={_python(value)}" for name, value in (options | given).items()]
        lines = [*map(repr, words if isinstance(words, list) else [words]), *named]
        return "\n".join(["ez.render(", *(f"    {line}," for line in lines), ")"])

    def blocks(self) -> Iterable[Block]:
        """What was stated, and the prompt; the defaults and the code when asked for."""
        stated, shown = self.stated, {name: show(self.settings, name) for name in self.settings}
        stated.setdefault(self.settings.dialect.find(PROMPT).name, None)
        others = tuple((name, text) for name, text in shown.items() if name not in stated)
        yield Heading("settings", self.platform)
        yield Rows(tuple((name, shown[name]) for name in stated))
        yield Folded(f"{len(others)} others, as by default", (Rows(others),))
        yield Folded("as code, to be copied", (Code(self.code),))

    def _differs(self, name: str, version: str) -> bool:
        return bool(self.settings[name] != self.settings.dialect.find(name).default_at(version))

    def __getitem__(self, name: str) -> Value:
        return self.settings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.settings)

    def __len__(self) -> int:
        return len(self.settings)


def _python(value: Json) -> str:
    return pprint.pformat(value, width=_MOST_COLUMNS, compact=True).replace("\n", "\n    ")
