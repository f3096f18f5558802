"""A chart in words, for who cannot see it: what it shows, along which axes, and under which conditions."""

from __future__ import annotations

from ezcharts.charts.chart import AxisLabels, Chart

MOST_LETTERS = 1000  # what the places where pictures are posted take


def alt_text(chart: Chart) -> str:
    """Return the words, cut at the end of a sentence where they are too many."""
    cells = list(chart.cells())
    done = sum(cell.state == "done" for cell in cells)
    count = f"{done} pictures" if done == len(cells) else f"{done} of {len(cells)} pictures"
    parts = [f"Chart of {count}: {chart.header}."]
    if len(chart.panels) > 1:
        titles = "; ".join(panel.title for panel in chart.panels if panel.title)
        parts.append(f"{len(chart.panels)} panels: {titles}." if titles else f"{len(chart.panels)} panels.")
    elif chart.panels[0].title:
        parts.append(f"Prompt: {chart.panels[0].title.rstrip('.')}.")
    parts += [_axis("Down", chart.down)] if chart.down else []
    parts += [_axis("Across", chart.across)] if chart.across else []
    parts += [f"Conditions: {', '.join(chart.conditions)}."] if chart.conditions else []
    return _cut(parts)


def _axis(way: str, axis: AxisLabels) -> str:
    labels = [label.text.replace("\N{NO-BREAK SPACE}", " ") for label in axis.labels]
    return f"{way}, {axis.name}: {', '.join(labels)}."


def _cut(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        if len(text) + 1 + len(part) > MOST_LETTERS:
            break
        text = f"{text} {part}"
    return text[:MOST_LETTERS]
