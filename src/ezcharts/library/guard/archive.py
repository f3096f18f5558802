"""Unpacking a stranger's zip: everything or nothing.

First its list of contents is checked (how long it is, names, kinds, sizes, and that no two members share
their bytes), then its members are unpacked into a fresh folder, counted byte by byte, since what a list
says is not believed. Only when all of it is good the folder is moved into its place; else nothing is left
behind. An archive in an archive stays a file.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError
from ezcharts.library.guard.limits import FOLDER, FolderLimits
from ezcharts.library.guard.members import checked_parts, folded, is_leftover
from ezcharts.store.files import plain_errors

_START: Final = b"PK\x03\x04"
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK, _LONG_END_MARK = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_REMARK: Final = 2**16
_LOCAL_HEAD: Final = 30
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE: Final = 2**16


@dataclass
class _Count:
    """Bytes unpacked so far."""

    total: int = 0


def unpack(path: Path, folder: Path, limits: FolderLimits = FOLDER) -> Path:
    """Unpack a zip file.

    Args:
        path: The archive.
        folder: Where its contents go; must not be there yet.
        limits: How much is accepted.

    Returns:
        The folder.

    Raises:
        LibraryError: The archive, or one of its members, is refused; nothing was written.
        StoreError: The disk is full or cannot be written; nothing was left.
    """
    if folder.exists() or folder.is_symlink():
        raise LibraryError(f"{folder} is there already; name a folder that is not")
    _check_file(path, limits)
    fresh = folder.parent / f".{folder.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        with plain_errors("unpack into", folder):
            fresh.mkdir(parents=True)
            _unpack_all(path, fresh, limits)
            fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return folder


def _check_file(path: Path, limits: FolderLimits) -> None:
    """Check the archive itself and the length of its list, before the list is read into memory."""
    if path.is_symlink() or not path.is_file():
        raise LibraryError(f"there is no file {path} (a link is none); check the path")
    length = path.stat().st_size
    if length > limits.packed_bytes:
        raise LibraryError(
            f"an archive has at most {limits.packed_bytes:,} bytes, {path} has {length:,}; divide it"
        )
    with plain_errors("read", path), path.open("rb") as file:
        start = file.read(len(_START))
        file.seek(max(length - _END.size - _LONGEST_REMARK, 0))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if start != _START or at < 0 or len(tail) < at + _END.size:
        raise LibraryError(f"{path} is no zip archive, is empty, or is cut off; pack it again as .zip")
    _, disk, *_, listed, begins, remark = _END.unpack_from(tail, at)
    if _LONG_END_MARK in tail[max(at - 20, 0) : at] or disk:
        raise LibraryError(f"{path} is a zip archive of several parts or of the long kind; pack less into it")
    ends = length - len(tail) + at
    if listed > limits.list_bytes or begins + listed != ends or at + _END.size + remark != len(tail):
        raise LibraryError(f"{path} is a zip archive whose list of contents is not right; pack it again")


def _unpack_all(path: Path, fresh: Path, limits: FolderLimits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_list(members, archive.start_dir, path, limits)
            count = _Count()
            for member in members:
                _unpack_one(archive, member, fresh, count, limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as error:
        raise LibraryError(
            f"{path} is broken or of a kind that is not read: {error}; pack it again"
        ) from None
    except (ValueError, UnicodeError) as error:
        raise LibraryError(f"{path} is broken: {error}; pack it again") from None


def _check_list(
    members: Sequence[zipfile.ZipInfo], start_of_list: int, path: Path, limits: FolderLimits
) -> None:
    if not 0 < len(members) <= limits.files:
        raise LibraryError(
            f"an archive holds 1 to {limits.files:,} files, {path} holds {len(members):,}; divide it"
        )
    seen: dict[tuple[str, ...], bool] = {}
    for member in members:
        parts = checked_parts(_name(member), limits.depth)
        _check_kind(member)
        _check_sizes(member, limits)
        _note(folded(parts), member, seen)
    if sum(member.file_size for member in members) > limits.bytes:
        raise LibraryError(f"an archive unpacks to at most {limits.bytes:,} bytes, {path} to more; divide it")
    _check_no_overlap(members, start_of_list, path)


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name as the archive has it; `filename` is what Python makes of it."""
    return member.orig_filename


def _note(key: tuple[str, ...], member: zipfile.ZipInfo, seen: dict[tuple[str, ...], bool]) -> None:
    """Refuse names that stand twice, or for a file and a folder, where case does not count."""
    above = [key[:depth] for depth in range(1, len(key))]
    if (key in seen and not (seen[key] and member.is_dir())) or any(
        seen.get(part) is False for part in above
    ):
        raise LibraryError(
            f"{_name(member)!r:.140} stands twice in the archive (upper and lower case are the same)"
        )
    seen |= dict.fromkeys(above, True) | {key: member.is_dir()}


def _check_kind(member: zipfile.ZipInfo) -> None:
    name, kind = f"{_name(member)!r:.140}", stat.S_IFMT(member.external_attr >> 16)
    if member.flag_bits & _ENCRYPTED:
        raise LibraryError(f"{name} is encrypted; pack it without a password")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) > member.is_dir():
        raise LibraryError(f"{name} is a link or device in the archive; pack the file itself")
    if member.compress_type not in _METHODS:
        raise LibraryError(f"{name} is packed by method {member.compress_type}; plain zip (deflate) is read")


def _check_sizes(member: zipfile.ZipInfo, limits: FolderLimits) -> None:
    name = f"{_name(member)!r:.140}"
    if member.is_dir() and member.file_size:
        raise LibraryError(f"{name} is a folder with {member.file_size:,} bytes in it; pack it again")
    if member.file_size > limits.member_bytes:
        raise LibraryError(
            f"a file has at most {limits.member_bytes:,} bytes, {name} says {member.file_size:,}; "
            "make it smaller"
        )
    if _blows_up(member.file_size, member.compress_size, limits):
        raise LibraryError(
            f"a file unpacks to at most {limits.ratio} times its size, {name} says {member.compress_size:,} "
            f"to {member.file_size:,} bytes; pack it again"
        )


def _blows_up(unpacked: int, packed: int, limits: FolderLimits) -> bool:
    return unpacked > limits.ratio_from and unpacked > limits.ratio * max(packed, 1)


def _check_no_overlap(members: Sequence[zipfile.ZipInfo], start_of_list: int, path: Path) -> None:
    """Check that members stand one after the other: bytes that several share unpack to any size."""
    at = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < at:
            raise LibraryError(f"{path} has members that share their bytes; pack it again")
        at = member.header_offset + _LOCAL_HEAD + member.compress_size
    if at > start_of_list:
        raise LibraryError(f"{path} has members that reach into its list of contents; pack it again")


def _unpack_one(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, fresh: Path, count: _Count, limits: FolderLimits
) -> None:
    parts = checked_parts(_name(member), limits.depth)
    if is_leftover(parts):
        return
    target = fresh.joinpath(*parts)
    if member.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    own = 0
    with archive.open(member) as packed, target.open("xb") as file:
        while piece := packed.read(_PIECE):
            own, count.total = own + len(piece), count.total + len(piece)
            if max(own - limits.member_bytes, count.total - limits.bytes) > 0 or _blows_up(
                own, member.compress_size, limits
            ):
                raise LibraryError(f"{_name(member)!r:.140} unpacks to far more than it says; pack it again")
            file.write(piece)
