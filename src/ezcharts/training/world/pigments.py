"""Pigments: the colours of things in white light, RGB 0..1."""

from __future__ import annotations

from ezcharts.training.world.palette import rgb

# land and water
GRASS, MEADOW, MOSS = rgb(0.30, 0.55, 0.18), rgb(0.42, 0.62, 0.20), rgb(0.16, 0.30, 0.12)
FIR, FROSTED, TRUNK = rgb(0.08, 0.26, 0.14), rgb(0.12, 0.22, 0.22), rgb(0.24, 0.16, 0.11)
ROCK, CLIFF, CLAY = rgb(0.46, 0.44, 0.46), rgb(0.52, 0.42, 0.34), rgb(0.75, 0.36, 0.22)
SAND, DUST, SNOW = rgb(0.95, 0.70, 0.38), rgb(0.60, 0.50, 0.34), rgb(0.97, 0.98, 1.0)
LEE = SAND * rgb(0.74, 0.56, 0.46)
SEA, LAKE, FOAM = rgb(0.06, 0.34, 0.42), rgb(0.25, 0.45, 0.60), rgb(0.95, 0.97, 0.97)
POPPY, BUTTERCUP, VIOLET = rgb(0.95, 0.16, 0.20), rgb(1.0, 0.82, 0.15), rgb(0.80, 0.30, 0.85)
FLOWERS = (POPPY, BUTTERCUP, VIOLET, rgb(1.0, 0.98, 0.95), rgb(1.0, 0.45, 0.62))

# what is built
STREET, TOWER, PANE = rgb(0.28, 0.29, 0.33), rgb(0.42, 0.44, 0.52), rgb(0.25, 0.30, 0.40)
MARBLE, STONE, CONCRETE = rgb(0.78, 0.70, 0.56), rgb(0.60, 0.57, 0.56), rgb(0.50, 0.49, 0.45)
PLASTER, BRICK, ROOF = rgb(0.92, 0.82, 0.62), rgb(0.72, 0.36, 0.26), rgb(0.60, 0.20, 0.14)
SLATE, AZURE, SIGNAL = rgb(0.26, 0.28, 0.34), rgb(0.22, 0.26, 0.52), rgb(0.78, 0.22, 0.14)
IRON, STEEL, COPPER = rgb(0.42, 0.27, 0.18), rgb(0.58, 0.63, 0.70), rgb(0.38, 0.72, 0.60)
WOOD, WHITE, RED = rgb(0.42, 0.24, 0.12), rgb(0.98, 0.97, 0.93), rgb(0.85, 0.14, 0.12)
DARK, ORANGE, WATER = rgb(0.08, 0.07, 0.07), rgb(0.98, 0.50, 0.10), rgb(0.20, 0.50, 0.68)

# what shines
LAMP, LANTERN, GOLD = rgb(1.0, 0.82, 0.40), rgb(1.0, 0.80, 0.36), rgb(1.0, 0.76, 0.20)
CYAN, FLAME, EMBER = rgb(0.25, 0.95, 1.0), rgb(1.0, 0.75, 0.20), rgb(1.0, 0.6, 0.15)

# what lives
LEAF, SKIN, LIPS = rgb(0.24, 0.52, 0.16), rgb(0.95, 0.72, 0.56), rgb(0.78, 0.20, 0.22)
BLUSH = SKIN * rgb(1.0, 0.80, 0.78)
HAIRS = (rgb(0.28, 0.13, 0.08), rgb(0.10, 0.08, 0.09), rgb(0.72, 0.46, 0.18), rgb(0.55, 0.16, 0.07))
COATS = (rgb(0.48, 0.14, 0.26), rgb(0.14, 0.24, 0.48), rgb(0.16, 0.36, 0.24), rgb(0.20, 0.18, 0.22))
