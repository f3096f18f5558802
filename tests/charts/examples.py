"""Charts of flat colours, so that every cell can be told from every other by one pixel."""

from PIL import Image

from ezcharts.charts.chart import AxisLabels, Chart, ChartCell, Label, Panel

PROMPTS = (
    "an ominous painting of the Eiffel tower by Zdzisław Beksiński",
    "a beautiful painting of a building in a serene landscape by Greg Rutkowski and Thomas Kinkade, "
    "trending on ArtStation.",
    "a beautiful portrait of mecha statue of liberty by James Jean and Ross Tran",
    "a magic realism painting by Gediminas Pranckevicius depicting an abandoned building in a field of "
    "flowers landscape, vibrant, cinematic lighting",
)


def colour(panel, i, j):
    return (40 + 50 * panel, 30 + 20 * i, 30 + 10 * j)


def axis(name, values, trend="rising"):
    return AxisLabels(name, tuple(Label(str(value)) for value in values), trend)


def missing(size=(128, 128)):
    return ChartCell("m", "missing", size)


def failed(reason, size=(128, 128)):
    return ChartCell("f", "failed", size, reason=reason)


def done(folder, panel=0, i=0, j=0, size=(128, 128), **fields):
    path = folder / f"{panel}-{i}-{j}-{size[0]}x{size[1]}.png"
    if not path.exists():
        Image.new("RGB", size, colour(panel, i, j)).save(path)
    return ChartCell(f"{panel}{i}{j}", "done", size, path, **fields)


def chart(height=0, length=0, panels=1, cell=None, **fields):
    """A chart of equal cells; `cell(panel, i, j)` makes each; a height or length of 0 is no axis."""
    cell = cell or (lambda *_: missing())
    rows, columns = max(1, height), max(1, length)
    tables = tuple(
        Panel(
            PROMPTS[panel % 4] if panels > 1 else "",
            tuple(tuple(cell(panel, i, j) for j in range(columns)) for i in range(rows)),
        )
        for panel in range(panels)
    )
    given = {
        "title": "steps vs clamp_max",
        "context": "Disco 5.0, 2022-03-05",
        "conditions": ("embedded models", "seed 87654321"),
        "down": axis("steps", range(250, 250 + height)) if height else None,
        "across": axis("clamp_max", [f"0.{j:02}" for j in range(1, length + 1)]) if length else None,
        "notes": ("Charts show the direction of an effect, not absolutes.",),
        "footer": "EZ Charts",
    }
    return Chart(panels=tables, **(given | fields))
