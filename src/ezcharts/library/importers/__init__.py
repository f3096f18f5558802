"""Readers of what other programs leave behind: each takes one file and says what it found, as plain data.

`disco`, `huemin` and `discoart` read settings files and find the pictures beside them by the notebooks' own
rules; `a1111` and `own` read what a picture says of itself; `conditions` reads a sentence. None knows
another, and all give the same (`found.Found`), so that adding one adds one file here and one line in
`ezcharts.library.gather`.
"""
