"""What the machine offers: where to compute, in which precision, and how much memory is left.

Precision and device are choices of the machine, never of the meaning. bfloat16 is used where the processor
multiplies it natively (AVX512-BF16, AMX, CUDA); only networks run in it, all arithmetic of guidance and
samplers stays float32.
"""

from __future__ import annotations

import ctypes
import platform
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import torch

CGROUP = Path("/sys/fs/cgroup")
_SAMPLE_SECONDS = 0.05
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4  # malloc.h


@dataclass(frozen=True)
class Machine:
    """Where and how cells are computed.

    Attributes:
        device: Such as `cpu` or `cuda`.
        dtype: Type of all arithmetic outside the networks: float32, or float64 in tests.
        networks: Type that the networks run in.
    """

    device: torch.device
    dtype: torch.dtype = torch.float32
    networks: torch.dtype = torch.float32

    @property
    def precision(self) -> str:
        """What the record calls it: `float32`, `bfloat16`, `float64`."""
        return str(self.networks).removeprefix("torch.")

    @property
    def description(self) -> str:
        """The device in words, for the record."""
        if self.device.type == "cuda":
            return f"cuda: {torch.cuda.get_device_name(self.device)}"
        name = torch.cpu.get_capabilities().get("cpu_name") or platform.processor()
        return f"cpu: {name}, {torch.get_num_threads()} threads"

    def autocast(self) -> AbstractContextManager[object]:
        """Return the context that networks run in."""
        if self.networks == self.dtype:
            return nullcontext()
        return torch.autocast(self.device.type, dtype=self.networks)

    @property
    def is_slow_to_attend(self) -> bool:
        """Whether attention is better taken in float32 than in the networks' precision."""
        return self.device.type == "cpu" and self.networks == torch.bfloat16

    def free_bytes(self) -> int:
        """Return how much memory a batch may take."""
        if self.device.type == "cuda":
            return torch.cuda.mem_get_info(self.device)[0]
        return free_memory()


def this_machine(device: str | None = None) -> Machine:
    """Choose device and precision: CUDA when present, bfloat16 where native. Sets up memory, too.

    Args:
        device: Overrides the choice, such as `cpu`.
    """
    keep_freed_memory()
    chosen = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    return Machine(chosen, networks=_network_type(chosen))


def keep_freed_memory() -> bool:
    """Tell glibc to reuse freed memory instead of handing it back; returns whether it is there to be told.

    Every step takes and frees the same large arrays. By default each of them is mapped anew from the kernel
    and zeroed page by page, which on small virtual machines costs more than the arithmetic (32 MiB: 83 ms
    instead of 6 ms).
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):  # not glibc
        return False
    return bool(mallopt(_M_MMAP_MAX, 0) and mallopt(_M_TRIM_THRESHOLD, 2**31 - 1))


def free_memory(cgroup: Path = CGROUP) -> int:
    """Return the bytes this process may still take: the machine's, or its control group's if that is less."""
    free = psutil.virtual_memory().available
    limit, used = (_number(cgroup / name) for name in ("memory.max", "memory.current"))
    if limit is None or used is None:
        return free
    return max(0, min(free, limit - used))


class PeakMemory:
    """Samples how much memory the process takes while the block runs.

    Attributes:
        peak: Largest number of bytes seen: allocated on a CUDA device, resident on a CPU.
    """

    def __init__(self, device: torch.device) -> None:
        self._read = _reader(device)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.peak = max(self.peak, self._read())
            if self._stop.wait(_SAMPLE_SECONDS):
                return


def _reader(device: torch.device) -> Callable[[], int]:
    if device.type == "cuda":
        return lambda: torch.cuda.max_memory_allocated(device)
    process = psutil.Process()
    return lambda: int(process.memory_info().rss)


def _network_type(device: torch.device) -> torch.dtype:
    """Return bfloat16 where it is native; else float16 on CUDA, as in the notebooks, and float32 on a CPU."""
    if _native_bfloat16(device):
        return torch.bfloat16
    return torch.float16 if device.type == "cuda" else torch.float32


def _native_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    can = torch.cpu.get_capabilities()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def _number(path: Path) -> int | None:
    """Read a number from a control-group file; None where there is none or it says `max`."""
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
