"""Pigments: the colours of things in white light, RGB 0..1."""

from __future__ import annotations

from ezcharts.training.world.light import rgb

# land
GRASS, MEADOW, MOSS = rgb(0.26, 0.46, 0.15), rgb(0.40, 0.56, 0.18), rgb(0.17, 0.28, 0.11)
ROCK, CLIFF, CLAY = rgb(0.44, 0.42, 0.43), rgb(0.50, 0.42, 0.35), rgb(0.74, 0.33, 0.18)
SAND, DUST, SNOW = rgb(0.92, 0.66, 0.36), rgb(0.60, 0.50, 0.36), rgb(0.95, 0.97, 1.0)
BEACH, BASALT, MUD = rgb(0.97, 0.86, 0.62), rgb(0.17, 0.14, 0.15), rgb(0.20, 0.19, 0.10)
SEA, LAKE, LAGOON, BOG = (
    rgb(0.06, 0.30, 0.38),
    rgb(0.20, 0.40, 0.52),
    rgb(0.10, 0.66, 0.66),
    rgb(0.12, 0.16, 0.07),
)
FOAM, LAVA, ALIEN = rgb(0.95, 0.97, 0.97), rgb(1.0, 0.34, 0.05), rgb(0.44, 0.26, 0.56)

# what grows
LEAF, FIR, FROSTED, TRUNK = (
    rgb(0.24, 0.46, 0.14),
    rgb(0.09, 0.24, 0.13),
    rgb(0.14, 0.24, 0.24),
    rgb(0.25, 0.17, 0.12),
)
CACTUS = rgb(0.20, 0.38, 0.20)
PALM, BLEACHED = rgb(0.16, 0.42, 0.14), rgb(0.38, 0.34, 0.30)
POPPY, BUTTERCUP, VIOLET = rgb(0.95, 0.14, 0.16), rgb(1.0, 0.80, 0.12), rgb(0.66, 0.30, 0.85)
FLOWERS = (POPPY, BUTTERCUP, VIOLET, rgb(1.0, 0.98, 0.95), rgb(1.0, 0.45, 0.62))

# what is built
STREET, TOWER, PANE = rgb(0.22, 0.23, 0.27), rgb(0.40, 0.42, 0.50), rgb(0.25, 0.30, 0.40)
MARBLE, STONE, CONCRETE = rgb(0.78, 0.70, 0.56), rgb(0.56, 0.53, 0.52), rgb(0.48, 0.47, 0.43)
LANTERN = LAMP = rgb(1.0, 0.77, 0.34)
PLASTERS = (
    rgb(0.92, 0.82, 0.62),
    rgb(0.88, 0.70, 0.46),
    rgb(0.86, 0.86, 0.82),
    rgb(0.70, 0.36, 0.26),
    rgb(0.66, 0.74, 0.80),
)
ROOFS = (rgb(0.62, 0.20, 0.13), rgb(0.30, 0.30, 0.36), rgb(0.42, 0.25, 0.16), rgb(0.22, 0.36, 0.34))
BRICK, SLATE, SIGNAL = rgb(0.70, 0.34, 0.24), rgb(0.26, 0.28, 0.34), rgb(0.80, 0.20, 0.12)
IRON, STEEL, COPPER = rgb(0.40, 0.27, 0.19), rgb(0.60, 0.64, 0.70), rgb(0.36, 0.70, 0.58)
WOOD, WHITE, RED = rgb(0.42, 0.25, 0.13), rgb(0.97, 0.96, 0.92), rgb(0.86, 0.13, 0.11)
DARK, ORANGE, BRASS = rgb(0.08, 0.07, 0.08), rgb(0.96, 0.48, 0.10), rgb(0.80, 0.56, 0.20)
GOLD, AZURE, VERDIGRIS = rgb(1.0, 0.76, 0.24), rgb(0.22, 0.28, 0.58), rgb(0.30, 0.60, 0.52)

# what shines
CYAN, FLAME, EMBER, MAGIC = (
    rgb(0.30, 0.95, 1.0),
    rgb(1.0, 0.80, 0.30),
    rgb(1.0, 0.55, 0.15),
    rgb(0.62, 0.40, 1.0),
)

# what lives
SKINS = (rgb(0.96, 0.74, 0.60), rgb(0.90, 0.66, 0.50), rgb(0.72, 0.48, 0.34), rgb(0.50, 0.33, 0.24))
HAIRS = (
    rgb(0.30, 0.15, 0.09),
    rgb(0.11, 0.09, 0.10),
    rgb(0.80, 0.58, 0.26),
    rgb(0.62, 0.20, 0.08),
    rgb(0.80, 0.78, 0.76),
)
COATS = (
    rgb(0.50, 0.14, 0.24),
    rgb(0.14, 0.26, 0.52),
    rgb(0.14, 0.38, 0.28),
    rgb(0.24, 0.20, 0.26),
    rgb(0.72, 0.48, 0.16),
)
LIPS, BONE = rgb(0.76, 0.24, 0.24), rgb(0.90, 0.84, 0.70)
