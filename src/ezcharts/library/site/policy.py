"""What a page of the site may do: show its own pictures, run its own scripts, and nothing else.

The policy stands in each page, because plain files have no headers. It names no host: on a web host
`'self'` is the site, and on a disk it is `file:`. Chromium takes `'self'` for the files of a `file:` page;
other browsers see a file as an origin of its own, for which nothing is `'self'`, so that `file:` is named
beside it. On a web host that word allows nothing, since no browser lets a page of the web load a file.

Text of strangers comes into pages through Jinja, which escapes it, and into scripts through `as_script`.
"""

from __future__ import annotations

import json
from typing import Final

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' file:",
        "style-src 'self' file:",
        "img-src 'self' file: data: blob:",
        "font-src 'self' file:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

# A script ends at "</script" wherever it stands, "<!--" and "<script" change how it is read, and
# two letters end a line in old JavaScript though not in JSON.
_ESCAPES: Final = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def as_script(value: object) -> str:
    """Return plain data as JSON that may stand in any script.

    Raises:
        ValueError: It holds NaN or an infinity, for which JSON has no word.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter, escaped in _ESCAPES.items():
        text = text.replace(letter, escaped)
    return text
