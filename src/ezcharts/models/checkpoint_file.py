"""Reading checkpoint files of other people: tensors by name, from `.pt`, `.pth` and `.safetensors`.

A `.pt` file is a pickle, and a pickle can ask for any call. Only torch's restricted reader is used
(`weights_only=True`): it builds tensors and plain containers and refuses everything else *before* it happens.
What it refuses, we refuse too; there is no way around it here. A file must also be as large as what it says
that it holds: torch stores without compression, so that a small file can't fill the memory.
"""

from __future__ import annotations

import pickle
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ezcharts.errors import ModelError

State = dict[str, Tensor]
_NAMED = 3  # how many names a message lists
_ZIP = b"PK\x03\x04"


def read_state(path: Path, entry: str | None = None) -> State:
    """Return the tensors of a checkpoint file by name, on the CPU and in the file's own types.

    Where the format allows it they are mapped into memory, not read: copy what you keep.

    Args:
        path: A `.safetensors` file, or one that `torch.save` wrote (any other ending).
        entry: Which entry of a torch file holds the tensors, such as `params_ema`; None where they lie at the
            top. A safetensors file has no entries, so that this is not looked at.

    Raises:
        ModelError: The file is missing, damaged, or holds anything but tensors by name.
    """
    if path.suffix == ".safetensors":
        return _tensors(path, _read_safetensors(path))
    content = _read_torch(path)
    if entry is None:
        return _tensors(path, content)
    if not isinstance(content, dict) or entry not in content:
        raise ModelError(f"{path} must have an entry {entry!r}; it has {_names(_entries(content))}")
    return _tensors(path, content[entry])


def check_entries(state: Mapping[str, Tensor], shapes: Mapping[str, Sequence[int]]) -> None:
    """Check that `state` has exactly the entries of `shapes`.

    Raises:
        ModelError: Names the first few that are missing, unknown or of another shape.
    """
    wrong = [
        f"{name} {tuple(state[name].shape)} instead of {tuple(shape)}"
        for name, shape in shapes.items()
        if name in state and tuple(state[name].shape) != tuple(shape)
    ]
    kinds = {
        "missing": [name for name in shapes if name not in state],
        "unknown": [name for name in state if name not in shapes],
        "of another shape": wrong,
    }
    found = [f"{len(names)} {kind} ({_names(names)})" for kind, names in kinds.items() if names]
    if found:
        raise ModelError(f"{len(shapes)} entries must be there: {', '.join(found)}")


def fill(
    network: nn.Module, state: Mapping[str, Tensor], device: torch.device | str, dtype: torch.dtype
) -> None:
    """Give `network` a copy of `state`, freeze it and put it in evaluation mode.

    Args:
        network: Built anywhere, `torch.device("meta")` included; convolutions get channels-last memory.
        state: Its entries.
        device: Where it shall work.
        dtype: Floating type that it shall work in.

    Raises:
        ModelError: The entries are those of another network.
    """
    check_entries(state, {name: value.shape for name, value in network.state_dict().items()})
    copies = {name: _copy(value, device, dtype) for name, value in state.items()}
    network.load_state_dict(copies, assign=True)
    # What is no entry, such as an attention mask. diffusers overrides `to` with one that warns.
    nn.Module.to(network, device=device, dtype=dtype)
    network.eval().requires_grad_(False)


def _copy(value: Tensor, device: torch.device | str, dtype: torch.dtype) -> Tensor:
    """Copy once: a full-size network is gigabytes. Whole numbers keep their type."""
    kind = dtype if value.is_floating_point() else value.dtype
    order = torch.channels_last if value.ndim == 4 else torch.preserve_format
    return value.to(device=device, dtype=kind, copy=True, memory_format=order)


def _start(path: Path) -> bytes:
    """Return the first bytes of a file, and thereby find out whether it can be read at all."""
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP))
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from None


def _read_safetensors(path: Path) -> State:
    _start(path)
    try:
        state: State = load_file(path)
    except (OSError, SafetensorError) as error:
        raise ModelError(f"{path} is damaged or no safetensors file ({error}); fetch it again") from None
    return state


def _read_torch(path: Path) -> Any:  # noqa: ANN401 - whatever containers the file has
    zipped = _start(path) == _ZIP
    try:
        if zipped:
            _refuse_compression(path)
        with warnings.catch_warnings(action="ignore"):  # of odd kinds of tensors, which are refused below
            return torch.load(path, map_location="cpu", weights_only=True, mmap=zipped)
    except ModelError:
        raise
    except pickle.UnpicklingError as error:
        raise ModelError(f"{path} is refused: {_reason(error)}") from None
    except Exception as error:  # a damaged archive or pickle fails in any way it likes
        raise ModelError(
            f"{path} is damaged or no checkpoint ({type(error).__name__}); fetch it again"
        ) from None


def _refuse_compression(path: Path) -> None:
    """Refuse an archive that holds more than the file has bytes: torch never compresses or overlaps."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    held, size = sum(member.file_size for member in members), path.stat().st_size
    if held > size or any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise ModelError(
            f"{path} is refused: its {size:,} bytes claim to hold {held:,}, compressed or overlapping, "
            "and torch stores tensors as they are; save it anew with torch.save"
        )


def _reason(error: pickle.UnpicklingError) -> str:
    """Say what torch's reader stumbled over, without its advice to switch the restriction off."""
    asked = re.search(r"GLOBAL ([\w.]+)", str(error))
    if asked is None:
        kinds = "a plain pickle, or a web page or a pointer saved in its place"
        return f"it holds no tensors ({kinds}? then fetch it again)"
    return (
        f"it asks Python for {asked[1]}, and weights need nothing but tensors. If you trust whoever made it, "
        "save its tensors as safetensors where it was made"
    )


def _tensors(path: Path, content: Any) -> State:  # noqa: ANN401 - whatever the file has
    """Check that `content` is tensors by name, each backed by as many bytes as it has values."""
    if not isinstance(content, dict) or not content:
        kind = "an empty dict" if isinstance(content, dict) else type(content).__name__
        raise ModelError(f"{path} must hold tensors by name; it holds {kind}")
    strange = [
        name
        for name, value in content.items()
        if not (isinstance(name, str) and isinstance(value, Tensor) and _plain(value))
    ]
    if strange:
        inner = [name for name, value in content.items() if isinstance(value, dict)]
        hint = f"; name the entry that holds the tensors: {_names(inner)}" if inner else ""
        raise ModelError(f"{path} must hold tensors by name; these are none: {_names(strange)}{hint}")
    return {name: value.detach() for name, value in content.items()}


def _plain(value: Tensor) -> bool:
    """Return whether a tensor is dense and as large as its memory: not sparse, quantized or expanded."""
    if value.layout is not torch.strided or value.is_meta or value.is_quantized:
        return False
    return value.numel() * value.element_size() <= value.untyped_storage().nbytes()


def _entries(content: Any) -> Iterable[object]:  # noqa: ANN401 - whatever the file has
    return content if isinstance(content, dict) else [type(content).__name__]


def _names(names: Iterable[object]) -> str:
    listed = [str(name) for name in names]
    more = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    return (", ".join(listed[:_NAMED]) or "nothing") + more
