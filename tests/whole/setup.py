"""A set-up: one picture said twice, as settings and as a case of the reference."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell


@dataclass(frozen=True)
class Setup:
    """One picture, said twice.

    Attributes:
        platform: Whose defaults hold where `given` says nothing.
        given: What is set.
        case: The same for the reference, with everything that the platform decides, from engines.md.
        models: The reference's networks, with switches as names of CLIPs, for the package.
        read_models: The same for the reference.
        draws: The package's draws, in the reference's form.
        run: The reference.
        image: Which picture of the seed.
    """

    platform: str
    given: dict = field(repr=False)
    case: Any
    models: Any = field(repr=False)
    read_models: Any = field(repr=False)
    draws: Any = field(repr=False)
    run: Any = field(repr=False)
    image: int = 0

    def cell(self, folder=Path()):
        """The settings, their files in `folder`."""
        return Cell(Settings.build(self.platform, self.given), self.image, folder)

    def read(self):
        """The story that the reference tells."""
        return self.run(self.case, self.read_models, self.draws)
