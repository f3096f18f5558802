"""The published checkpoints as members of a model set (no torch: planning needs them).

A checkpoint whose SHA-256 is published has that digest whether or not its file is here, so that a study of
the originals can be planned before anything is fetched. Of one whose hash nobody has published, the digest is
that of the file, which then must be here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ezcharts.errors import ModelError
from ezcharts.models.checkpoints import Checkpoint, Switch
from ezcharts.models.model_folder import State, digest_of, present, state
from ezcharts.models.open_clip_data import BYTE_PAIRS


@dataclass(frozen=True)
class Original:
    """A published checkpoint.

    Attributes:
        checkpoint: Its card in the catalogue.
        switch: What is read from it, where it is a CLIP model.
    """

    checkpoint: Checkpoint
    switch: Switch | None = None

    @property
    def name(self) -> str:
        """Its name in the catalogue; of a CLIP model, the switch."""
        return self.switch.name if self.switch else self.checkpoint.name

    @property
    def role(self) -> str:
        """`prior`, `secondary`, `guide`, `perceptual` or `anti-jpeg`."""
        return "guide" if self.switch else self.checkpoint.role

    @property
    def digest(self) -> str:
        """The published SHA-256, or the file's where none is published.

        Raises:
            ModelError: None is published, and the file is not here; says how to get it.
        """
        return self.checkpoint.sha256 or digest_of(present(self.checkpoint))

    @property
    def tokenizer_digest(self) -> str:
        """SHA-256 of the list of byte pairs that a CLIP model reads prompts with."""
        return BYTE_PAIRS

    @property
    def missing(self) -> bool:
        """Whether its file is not here."""
        return state(self.checkpoint) is State.MISSING

    def verified(self) -> Path:
        """Return the file, for somebody who is about to open it.

        Raises:
            ModelError: It is not here, or is not what was published.
        """
        path, published = present(self.checkpoint), self.checkpoint.sha256
        if published is not None and (seen := digest_of(path)) != published:
            raise ModelError(
                f"{path} must have the published SHA-256 {published}, it has {seen}; delete it and get it "
                f"again with: ezcharts models fetch {self.checkpoint.name}"
            )
        return path


@dataclass(frozen=True)
class Pair:
    """Two checkpoints that make one model: LPIPS, or the anti-JPEG networks.

    Attributes:
        first: LPIPS' trunk, or the denoiser.
        second: LPIPS' channel weights, or the classifier.
    """

    first: Original
    second: Original

    @property
    def missing(self) -> bool:
        """Whether a file of the two is not here."""
        return self.first.missing or self.second.missing
