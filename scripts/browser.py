"""See to it that there is a Chromium, with which the tests open the library's pages.

Does nothing where one is found. On Debian and its kin it is installed, as root or with a sudo that asks for
no password; elsewhere this says what to install.

Usage: python scripts/browser.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
MESSAGE = (
    "The tests of the library's pages need Chromium or Chrome, and none was found. Install it "
    "(Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install --cask "
    "chromium) and run the tests again."
)


def find() -> str | None:
    """Return the path of a Chromium or Chrome; None where there is none."""
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path), None) or next((str(p) for p in MAC if p.exists()), None)


def install() -> bool:
    """Install Debian's Chromium; return whether that was possible."""
    if shutil.which("apt-get") is None:
        return False
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root and (shutil.which("sudo") is None or _run("sudo", "-n", "true")):
        return False
    apt = [*(() if is_root else ("sudo", "-n")), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    print("Installing Chromium for the tests of the library's pages ...", flush=True)
    return not (_run(*apt, "update") or _run(*apt, "install", "-y", "--no-install-recommends", "chromium"))


def main() -> None:
    """Find a browser, or install one, or say how."""
    if find() is None and not (install() and find()):
        print(MESSAGE)


def _run(*command: str) -> int:
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    main()
