"""How often is a flattened sheet cut right, how often doubted without need, how often wrong in silence?

Draws fresh sheets (tests/library/intake/sheets.py) and cuts each twice: with the number of rows and columns,
and without; says how long a cut takes. Usage, from the root of the checkout:
PYTHONPATH=. python benchmarks/intake.py [--sheets 1000] [--first 700000] [--verbose] [--given]
"""

from __future__ import annotations

import argparse
import collections
import time

from tests.library.intake.sheets import Sheet, error, make

from ezcharts.library.intake.cutting import find_grid

SCENES = 400
"""The first painted scene: not those of the tests, nor those that thresholds were chosen on."""


def outcome(sheet: Sheet, given: bool) -> str:
    """Cut a sheet and say how it went."""
    counts = (len(sheet.ys), len(sheet.xs)) if given else (None, None)
    cut = find_grid(sheet.pixels, *counts)
    right = error(sheet, cut) <= sheet.tolerance
    return ("right" if right else "wrong") + (", doubted" if cut.doubts else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=1000)
    parser.add_argument("--first", type=int, default=700_000)
    parser.add_argument("--verbose", action="store_true", help="name every sheet that is wrong")
    parser.add_argument("--given", action="store_true", help="cut only with the number of rows and columns")
    asked = parser.parse_args()
    counts = {given: collections.Counter[str]() for given in ((True,) if asked.given else (True, False))}
    seconds = dict.fromkeys(counts, 0.0)
    for seed in range(asked.first, asked.first + asked.sheets):
        sheet = make(seed, first=SCENES)
        for given, counter in counts.items():
            start = time.process_time()
            result = outcome(sheet, given)
            seconds[given] += time.process_time() - start
            counter[result] += 1
            if result == "wrong" or (asked.verbose and "wrong" in result):
                print(f"{seed} {sheet.kind} {sheet.damage} given={given}: {result}", flush=True)
    for given, counter in counts.items():
        total = sum(counter.values())
        shares = ", ".join(f"{name}: {number / total:.1%}" for name, number in sorted(counter.items()))
        what = "rows and columns given" if given else "nothing given"
        print(
            f"{what:24}{shares}; silent: {counter['wrong']}; {seconds[given] / total:.2f} s of one core each"
        )


if __name__ == "__main__":
    main()
