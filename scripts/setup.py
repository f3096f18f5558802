"""Make a virtual environment (unless it is there) and install this project into it.

Usage: python scripts/setup.py FOLDER REQUIREMENT, for example `python scripts/setup.py .venv '.[dev]'`.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path


def main(folder: str, requirement: str) -> None:
    """Set up `folder` with `requirement`, editable."""
    if sys.version_info < (3, 11):  # noqa: UP036  a clear word for whoever runs an older interpreter
        sys.exit(
            f"EZ Charts needs Python 3.11 or newer, not {sys.version.split()[0]}: make PYTHON=python3.11"
        )
    python = Path(folder) / "bin" / "python"
    if not python.exists():
        print(f"Making the environment {folder} ...", flush=True)
        venv.create(folder, with_pip=True)
    print(
        f"Installing {requirement} (a few minutes and a few GB the first time: PyTorch is large) ...",
        flush=True,
    )
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--editable", requirement], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
