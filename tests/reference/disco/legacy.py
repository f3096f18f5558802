"""Legacy cutouts (engines.md 2.4.3), one at a time; image prompts are seen through them.

Cut number `cut` takes one normal value z and sixteen uniforms, whether or not they matter to it: it has
u[16 cut] to u[16 cut + 15].

    z     size = int(S clip(0.8 + 0.3 z, R / S, 1)), S the smaller padded side (cuts that are not whole)
    0     left  = int(u |W' - size + 1|), W' and H' the padded sides
    1     top   = int(u |H' - size + 1|)
    2     flip, if u < 0.5
    3     angle = -15 + 30 u degrees, turned as torchvision does (positive: clockwise)
    4     shift to the right = round(-0.1 w + 0.2 w u), w and h the sides of this cut; half to even
    5     shift down = round(-0.1 h + 0.2 h u)
    6     perspective, if u < 0.7
    7-14  where the corners go: x and y of top left, top right, bottom right, bottom left; an integer of
          [low, high) is low + int(u (high - low)), see `corners`
    15    grey, if u < 0.15

Noises are four per cut, each of the cut's own size before it is resampled: after the flip, the affine map,
the perspective and the grey. The definitions are those of torchvision's RandomHorizontalFlip(0.5),
RandomAffine(15, (0.1, 0.1)), nearest, RandomPerspective(0.4, 0.7), bilinear, and RandomGrayscale(0.15) on
tensors, fill 0; the homography is solved in float64 (torchvision rounds it to float32).
"""

import math

import torch

from tests.reference.disco.cutouts import between, grey

UNIFORMS = 16
DISTORTION = 0.4


def padded(picture):
    """H // 4 zeros on all four sides, also left and right."""
    side = picture.shape[2] // 4
    height, width = picture.shape[2:]
    result = torch.zeros((1, 3, height + 2 * side, width + 2 * side), dtype=picture.dtype)
    result[:, :, side : side + height, side : side + width] = picture
    return result


def is_whole(cut, cutn):
    return cut > cutn - cutn // 4


def crop(picture, R, z, u):
    height, width = picture.shape[2:]
    S = min(width, height)
    size = int(S * min(max(0.8 + 0.3 * z, R / S), 1.0))
    left = int(u[0] * abs(width - size + 1))
    top = int(u[1] * abs(height - size + 1))
    return picture[:, :, top : top + size, left : left + size]


def turned(cut, u):
    """The affine map: every output pixel takes the input pixel nearest to where it came from, or 0."""
    height, width = cut.shape[2:]
    angle = math.radians(between(u[3], -15, 15))
    right, down = (
        round(between(u[4], -0.1 * width, 0.1 * width)),
        round(between(u[5], -0.1 * height, 0.1 * height)),
    )
    result = torch.zeros_like(cut)
    for i in range(height):
        for j in range(width):
            x, y = j + 0.5 - width / 2 - right, i + 0.5 - height / 2 - down
            from_x = math.cos(angle) * x + math.sin(angle) * y + width / 2 - 0.5
            from_y = -math.sin(angle) * x + math.cos(angle) * y + height / 2 - 0.5
            column, row = round(from_x), round(from_y)
            if 0 <= column < width and 0 <= row < height:
                result[:, :, i, j] = cut[:, :, row, column]
    return result


def integer(u, low, high):
    """A uniform integer of [low, high)."""
    return low + int(u * (high - low))


def corners(width, height, u):
    """Where the four corners of a cut go: top left, top right, bottom right, bottom left, (x, y) each."""
    dx, dy = int(DISTORTION * (width // 2)), int(DISTORTION * (height // 2))
    left, right = (0, dx + 1), (width - dx - 1, width)
    top, bottom = (0, dy + 1), (height - dy - 1, height)
    ranges = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return [
        (integer(u[7 + 2 * n], *across), integer(u[8 + 2 * n], *down))
        for n, (across, down) in enumerate(ranges)
    ]


def homography(width, height, ends):
    """Eight numbers (a ... h): (x, y) of the result comes from (ax+by+c, dx+ey+f) / (gx+hy+1)."""
    starts = [(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)]
    matrix, right_side = [], []
    for (x, y), (from_x, from_y) in zip(ends, starts, strict=True):
        matrix.append([x, y, 1, 0, 0, 0, -from_x * x, -from_x * y])
        matrix.append([0, 0, 0, x, y, 1, -from_y * x, -from_y * y])
        right_side += [from_x, from_y]
    system = torch.tensor(matrix, dtype=torch.float64), torch.tensor(right_side, dtype=torch.float64)
    return torch.linalg.solve(*system).tolist()


def bilinear(cut, from_x, from_y):
    """The value at an input position (0 = middle of the first pixel), zeros outside; and the coverage."""
    height, width = cut.shape[2:]
    column, row = math.floor(from_x), math.floor(from_y)
    value, coverage = torch.zeros_like(cut[:, :, 0, 0]), 0.0
    for r, w_row in ((row, 1 - (from_y - row)), (row + 1, from_y - row)):
        for c, w_column in ((column, 1 - (from_x - column)), (column + 1, from_x - column)):
            if 0 <= r < height and 0 <= c < width:
                value = value + w_row * w_column * cut[:, :, r, c]
                coverage += w_row * w_column
    return value, coverage


def in_perspective(cut, u):
    """The homography acts on pixel middles (j + 1/2, i + 1/2), though it maps the integers of the corners.

    torchvision multiplies by the coverage once more, so border pixels fade twice.
    """
    height, width = cut.shape[2:]
    a, b, c, d, e, f, g, h = homography(width, height, corners(width, height, u))
    result = torch.zeros_like(cut)
    for i in range(height):
        for j in range(width):
            x, y = j + 0.5, i + 0.5
            scale = g * x + h * y + 1
            value, coverage = bilinear(
                cut, (a * x + b * y + c) / scale - 0.5, (d * x + e * y + f) / scale - 0.5
            )
            result[:, :, i, j] = value * coverage
    return result


def augmented(cut, u, noises):
    """Flip, noise, affine, noise, perspective, noise, grey, noise; `noises` are four of the cut's shape."""
    if u[2] < 0.5:
        cut = torch.flip(cut, dims=[3])
    cut = turned(cut + 0.01 * noises[0], u) + 0.01 * noises[1]
    if u[6] < 0.7:
        cut = in_perspective(cut, u)
    cut = cut + 0.01 * noises[2]
    if u[15] < 0.15:
        cut = grey(cut)
    return cut + 0.01 * noises[3]


def lanczos2(x):
    if x == 0:
        return 1.0
    if abs(x) >= 2:
        return 0.0
    return 2 * math.sin(math.pi * x) * math.sin(math.pi * x / 2) / (math.pi * x) ** 2


def reflected(i, length):
    """Mirror at the first and the last pixel, which are not repeated."""
    if i < 0:
        return -i
    return 2 * (length - 1) - i if i >= length else i


def low_pass(picture, axis, R):
    """Lanczos-2 of a shrinking axis, its length kept: taps at multiples of R / length, sum 1."""
    length = picture.shape[axis]
    if length <= R:
        return picture
    reach = math.ceil(2 * length / R + 1) - 2
    offsets = range(-reach, reach + 1)
    weights = [lanczos2(n * R / length) for n in offsets]
    pixels = []
    for i in range(length):
        pixel = 0.0
        for n, w in zip(offsets, weights, strict=True):
            pixel = pixel + (w / sum(weights)) * picture.select(axis, reflected(i + n, length))
        pixels.append(pixel)
    return torch.stack(pixels, dim=axis)


def cubic(x):
    """torch's "bicubic": Keys with a = -3/4."""
    a, x = -0.75, abs(x)
    if x <= 1:
        return (a + 2) * x**3 - (a + 3) * x**2 + 1
    if x < 2:
        return a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a
    return 0.0


def sampled(picture, axis, R):
    """R pixels of an axis, the first and last on the first and last (aligned corners), edges repeated."""
    length = picture.shape[axis]
    pixels = []
    for j in range(R):
        position = j * (length - 1) / (R - 1)
        first = math.floor(position)
        pixel = 0.0
        for i in range(first - 1, first + 3):
            pixel = pixel + cubic(position - i) * picture.select(axis, min(max(i, 0), length - 1))
        pixels.append(pixel)
    return torch.stack(pixels, dim=axis)


def resampled(cut, R):
    cut = low_pass(low_pass(cut, 2, R), 3, R)
    return sampled(sampled(cut, 2, R), 3, R)


def legacy_cutouts(picture, R, cutn, skip_augs, uniforms, normals, noise):
    """Return the list of `cutn` cuts, each (1, 3, R, R).

    Args:
        picture: Shape (1, 3, H, W); of an image prompt in [-1, 1], so that the pad is mid grey.
        R: Side of the model's input.
        cutn: 16 for image prompts.
        skip_augs: No augmentation.
        uniforms: Called once with a count.
        normals: Called once with a count.
        noise: Called with (cut, n, shape), n = 0 ... 3, unless skip_augs.
    """
    around = padded(picture)
    drawn, sizes = uniforms(UNIFORMS * cutn), normals(cutn)
    cuts = []
    for number in range(cutn):
        u = drawn[UNIFORMS * number : UNIFORMS * (number + 1)]
        cut = around if is_whole(number, cutn) else crop(around, R, sizes[number], u)
        if not skip_augs:
            cut = augmented(cut, u, [noise(number, n, tuple(cut.shape)) for n in range(4)])
        cuts.append(resampled(cut, R))
    return cuts
