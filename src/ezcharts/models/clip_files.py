"""CLIP files of other people: OpenAI's, OpenCLIP's, and any that open_clip has a network for.

OpenAI's files are TorchScript archives, programs with their weights, which torch's restricted reader refuses.
They are opened with `torch.jit.load`, which runs no pickle, but only when their SHA-256 has been found to be
the published one; of what was opened only the tensors are taken. All others hold weights alone and are read
as such (`checkpoint_file`); a training run's come under `state_dict`, each name behind the `module.` of
DataParallel.

Which activation a network has is not in its file. OpenAI's networks, and those that OpenCLIP trained under a
name with `quickgelu`, have QuickGELU, x·sigmoid(1.702·x). Disco also loads five of OpenCLIP's files into
networks with plain GELU (quirk Q21), so what a file is read into is for its card to say. In a ResNet only the
text tower has any GELU: its image tower has ReLU.

The notebooks compute OpenAI's networks in 16 bits on a GPU, and most weights are stored so. Here they are
widened, exactly, to float32; in which precision networks run is the machine's choice.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from open_clip import CLIP, CustomTextCLIP
from open_clip.model import convert_to_custom_text_state_dict
from open_clip.tokenizer import SimpleTokenizer, default_bpe

from ezcharts.errors import ModelError, PromptError
from ezcharts.models.checkpoint_file import State, fill, read_state
from ezcharts.models.checkpoints import Switch
from ezcharts.models.open_clip_data import BYTE_PAIRS, clip_config
from ezcharts.models.perceptors import Clip
from ezcharts.models.tokenizer import CONTEXT

# Numbers that OpenAI's archives keep among the weights.
_FACTS = ("input_resolution", "context_length", "vocab_size")
_PARALLEL, _TRAINED = "module.", "state_dict"


class BytePairs:
    """CLIP's own tokenizer: lower-case byte pairs, 49,408 rows; the list comes with open_clip.

    Args:
        context: Most tokens that the text tower reads, start and end among them.
    """

    def __init__(self, context: int = CONTEXT) -> None:
        self.context = context

    def encode(self, text: str) -> list[int]:
        """Return the rows of `text` between start and end, of which the end has the largest.

        Raises:
            PromptError: The text has more tokens than the tower reads; it is never cut short.
            ModelError: The installed open_clip has another list.
        """
        pairs = _byte_pairs()
        rows = [pairs.sot_token_id, *pairs.encode(text), pairs.eot_token_id]
        if len(rows) > self.context:
            raise PromptError(
                f"a prompt must have at most {self.context - 2} tokens for this model; "
                f"{text[:40]!r}... has {len(rows) - 2}: shorten it or split it into several prompts"
            )
        return rows


def switch_config(switch: Switch) -> dict[str, Any]:
    """Return the configuration of the network that Disco reads a switch's file into."""
    return {**clip_config(switch.model), "quick_gelu": switch.quick_gelu}


def build(config: Mapping[str, Any]) -> Clip:
    """Return an untrained network.

    Args:
        config: As open_clip has it: `embed_dim`, `vision_cfg`, `text_cfg`, `quick_gelu`, `custom_text`.
    """
    options = {key: value for key, value in config.items() if key != "custom_text"}
    if "timm_model_name" in config["vision_cfg"]:
        options["vision_cfg"] = {**config["vision_cfg"], "timm_model_pretrained": False}
    kind = CustomTextCLIP if config.get("custom_text") else CLIP
    network: Clip = kind(**options)
    return network


def read_clip(
    config: Mapping[str, Any],
    path: Path,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
    *,
    published: bool = False,
) -> Clip:
    """Return the network of a file, frozen and in evaluation mode.

    Args:
        config: What the file is read into, see `build`.
        path: The file.
        device: Where the network shall work.
        dtype: Floating type that it shall work in.
        published: Whether the file's SHA-256 is the published one; only then is a TorchScript archive opened.

    Raises:
        ModelError: The file is missing, damaged, of another network, or a TorchScript archive that nobody
            vouches for.
    """
    network = build(config)
    state = _of_archive(path, published) if _is_archive(path) else _of_weights(path)
    if config.get("custom_text"):
        state = convert_to_custom_text_state_dict(state)
    try:
        fill(network, state, device, dtype)
    except ModelError as error:
        raise ModelError(f"{path} is of another network: {error}") from None
    return network


def _is_archive(path: Path) -> bool:
    """Return whether a file is a TorchScript archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith("/constants.pkl") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _of_archive(path: Path, published: bool) -> State:
    if not published:
        raise ModelError(
            f"{path} is a TorchScript archive, which is a program, and not one of OpenAI's; "
            "save the network's state dict where it was made and name that file"
        )
    with warnings.catch_warnings():
        # torch means to drop TorchScript, OpenAI's files stay as they are.
        warnings.simplefilter("ignore", FutureWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            archive = torch.jit.load(path, map_location="cpu")  # type: ignore[no-untyped-call]
        except RuntimeError as error:
            raise ModelError(f"{path} is damaged ({error}); fetch it again") from None
    return {name: value for name, value in archive.state_dict().items() if name not in _FACTS}


def _of_weights(path: Path) -> State:
    """Return a weights file's tensors, those of a training run without what surrounds them."""
    try:
        state = read_state(path, _TRAINED)
    except ModelError:
        state = read_state(path)
    if all(name.startswith(_PARALLEL) for name in state):
        return {name.removeprefix(_PARALLEL): value for name, value in state.items()}
    return state


@functools.cache
def _byte_pairs() -> SimpleTokenizer:
    digest = hashlib.sha256(gzip.decompress(Path(default_bpe()).read_bytes())).hexdigest()
    if digest != BYTE_PAIRS:
        raise ModelError(f"open_clip's byte pairs must have the SHA-256 {BYTE_PAIRS}, it has {digest}")
    return SimpleTokenizer()
