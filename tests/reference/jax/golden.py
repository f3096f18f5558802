"""Figures of jax itself, so that the suite needs no jax.

Origin: jax 0.10.2 on a CPU with 64-bit floats. Pictures are `tests.reference.networks.pattern((1, 3, H, W),
6.0, size)`. CROPS: `jax.image.scale_and_translate(..., method="lanczos3")` with scale R / size and
translation -offset R / size on both axes. SHRUNK: `jax.image.resize(..., method="cubic")`. Of each result:
its value at [0, 0, 0, 0], at [0, 1, h // 2, w // 2] and at [0, 2, h - 1, w // 3], and the sum of absolute
values; 73 whole results, these among them, agreed with `resize.py` to 8e-15.
"""

CROPS = {  # (H, W, R, left, top, size), pattern of size 0.9
    (16, 24, 8, 1.3, 0.7, 9.0): (-0.021573064626, -0.198540988002, 0.394077915532, 81.5216720077),
    (16, 24, 20, 2.5, 3.25, 8.0): (-0.393668707355, 0.269482837989, -0.10178579145, 586.652509622),
    (16, 24, 20, -20.25, -31.5, 77.0): (0.0, -0.0487494416531, 0.0, 7.10779234367),
    (16, 24, 8, 0.0005, 0.0, 8.0): (-0.152690530276, -0.89485678455, 0.657959747747, 112.433018042),
    (24, 16, 8, -3.7, 1.2, 13.37): (0.0, 0.0578532343537, -0.357795650976, 35.444737512),
    (9, 40, 20, -3.7, 1.2, 13.37): (0.0, -0.781273037284, 0.0, 247.230979285),
}
SHRUNK = {  # (H, W, f), pattern of size 0.9
    (16, 24, 2): (0.168092981987, 0.0655629594264, -0.0653162715257, 57.1222063313),
    (24, 16, 4): (0.0536177498348, -0.170008583533, -0.0113913549177, 8.73658587464),
    (30, 30, 4): (0.233658309004, -0.0832244109644, 0.00344150245401, 15.7896206508),
}
# The three-scale TV of an 18 x 30 (H x W) pattern of size 1.4, and its gradient.
TV = 4.662427113887236
TV_GRADIENT = (-0.000950317402131, 0.00222043812206, 0.00680729334817, 8.58697770769)
