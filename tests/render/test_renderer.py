"""A batch is a matter of speed: whatever shares it, a cell's picture is its own."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from ezcharts.errors import CellFailure
from ezcharts.guidance.disco.guidance import DiscoGuidance
from ezcharts.levels.disco import disco_track
from ezcharts.render import disco, prepare
from ezcharts.render.flight import to_pixels
from ezcharts.render.renderer import Renderer
from ezcharts.render.rendering import Rendering
from ezcharts.studies.cell import Cell
from tests.tiny import TinyBench, machine
from tests.tiny_cells import tiny_cell

# Different in everything that may differ in one batch: steps, prompts and their number, seeds, cut counts,
# repeats, perceptors, secondary or main path, losses, clamp, eta, skipped steps, augmentation.
COMPANY = [
    tiny_cell(),
    tiny_cell(steps=8, eta=0, seed=4, text_prompts=["a castle:2", "fog:-1", "night"]),
    tiny_cell(use_secondary_model=False, cutn_batches=3, ViTB32=False),
    tiny_cell(skip_steps=2, clamp_grad=False, clip_guidance_scale=50, RN50=False),
    tiny_cell(skip_augs=True, tv_scale=300, sat_scale=700, cut_overview=12, cut_innercut=1, ViTB16=True),
    tiny_cell(eta=-0.8, clip_denoised=True, cut_ic_pow=3, cut_icgray_p=0.5, image=1),
]


def shown(cells: list[Cell], dtype: torch.dtype, batch: int) -> dict[Cell, torch.Tensor]:
    """The last picture shown of each cell, before it becomes 8 bit."""
    seen: dict[int, torch.Tensor] = {}

    class Watching(Renderer):
        def _tick(self, flights):
            before = list(flights)
            landed = super()._tick(flights)
            seen.update({cells.index(f.prepared.cell): f.shown for f in before if f not in flights})
            return landed

    list(Watching(TinyBench(dtype), machine(dtype), batch=batch).render(cells))
    return {cells[i]: picture for i, picture in seen.items()}


def render(cells: list[Cell], batch: int = 4, dtype: torch.dtype = torch.float64) -> list[Rendering]:
    return list(Renderer(TinyBench(dtype), machine(dtype), batch=batch).render(cells))


# The tolerance of the precision, as a share of the full scale (2): float64 leaves only the order of sums,
# float32 is amplified by the clamp and by 1/alpha of the noisiest step.
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-10), (torch.float32, 2e-3)])
def test_a_cell_in_company_is_the_cell_alone(dtype, tolerance):
    together = shown(COMPANY, dtype, batch=4)
    for cell in COMPANY:
        alone = shown([cell], dtype, batch=1)[cell]
        assert (together[cell] - alone).abs().max() <= tolerance * 2


def test_pictures_differ_so_that_the_comparison_means_something():
    pictures = list(shown(COMPANY, torch.float64, batch=6).values())
    gaps = [(a - b).abs().max() for i, a in enumerate(pictures) for b in pictures[:i]]
    assert min(gaps) > 0.05


def test_places_in_flight_are_filled_again_and_the_batch_is_never_exceeded():
    sizes = []

    class Counting(Renderer):
        def _evaluate(self, flights):
            sizes.append(len(flights))
            return super()._evaluate(flights)

    cells = [tiny_cell(steps=steps, seed=steps) for steps in (2, 5, 3, 4, 2)]
    renderings = list(Counting(TinyBench(), machine(torch.float64), batch=2).render(cells))
    # 16 steps in all; two at a time, and only the last cell may be left alone.
    assert sum(sizes) == 16
    assert max(sizes) == 2
    assert sizes == sorted(sizes, reverse=True)
    assert {r.cell for r in renderings} == set(cells)


def test_cells_are_pulled_only_when_there_is_room():
    pulled = []

    def supply():
        for seed in range(5):
            pulled.append(seed)
            yield tiny_cell(steps=2, seed=seed)

    first = next(Renderer(TinyBench(), machine(torch.float64), batch=2).render(supply()))
    assert first.pixels is not None
    assert pulled == [0, 1]


def test_sizes_do_not_mix():
    cells = [tiny_cell(), tiny_cell(width_height=[128, 64]), tiny_cell(width_height=[64, 128])]
    shapes = {r.cell.size: r.pixels.shape for r in render(cells)}
    assert shapes == {(64, 64): (64, 64, 3), (128, 64): (64, 128, 3), (64, 128): (128, 64, 3)}


def test_a_failing_cell_says_why_and_the_others_go_on():
    cells = [
        tiny_cell(),
        tiny_cell(eta=1.5),
        tiny_cell(clip_guidance_scale=0, cut_innercut=3),
        tiny_cell(cut_overview="[2]*100"),
        tiny_cell(cut_overview=0, cut_innercut="[4]*900+[0]*100"),
        tiny_cell(text_prompts=["word " * 20]),
        tiny_cell(seed=9),
    ]
    reasons = {r.cell: r.failure and r.failure.reason for r in render(cells)}
    assert reasons[cells[0]] is None
    assert reasons[cells[6]] is None
    assert "eta 1.5 is above the limit of 1.0" in reasons[cells[1]]
    assert "0/0" in reasons[cells[2]]
    assert "ends at entry 99" in reasons[cells[3]]
    assert "no cuts at entry" in reasons[cells[4]]
    assert "77 tokens" in reasons[cells[5]]


def test_a_picture_that_turns_nan_is_a_failure_with_its_timestep():
    bench = TinyBench()

    def broken(x, level):
        prediction = TinyBench().main(x, level)
        return prediction._replace(x0=prediction.x0 * (float("nan") if level.t[0] == 400 else 1))

    bench.main = broken
    (rendering,) = Renderer(bench, machine(torch.float64)).render([tiny_cell()])
    assert rendering.pixels is None
    assert "t = 400" in rendering.failure.reason
    assert len(rendering.trace) == 3


def test_out_of_memory_halves_the_batch_and_changes_nothing(monkeypatch):
    cells = [tiny_cell(seed=seed) for seed in range(4)]
    wanted = {r.cell: r.pixels for r in render(cells)}
    real, tried = DiscoGuidance.__call__, []

    def tight(self, requests):
        tried.append(len(requests))
        if len(requests) > 2:
            raise torch.OutOfMemoryError("no room")
        return real(self, requests)

    monkeypatch.setattr(DiscoGuidance, "__call__", tight)
    renderer = Renderer(TinyBench(), machine(torch.float64), batch=4)
    got = {r.cell: r.pixels for r in renderer.render(cells)}
    assert tried.count(4) == 1
    assert all(np.array_equal(got[cell], wanted[cell]) for cell in cells)


def test_a_cell_too_large_for_memory_fails_and_may_be_tried_again(monkeypatch):
    def full(self, requests):
        raise torch.OutOfMemoryError("no room")

    monkeypatch.setattr(DiscoGuidance, "__call__", full)
    (rendering,) = render([tiny_cell()])
    assert "out of memory" in rendering.failure.reason
    assert rendering.failure.final is False


def test_little_memory_makes_small_batches(monkeypatch):
    sizes = []

    class Counting(Renderer):
        def _evaluate(self, flights):
            sizes.append(len(flights))
            return super()._evaluate(flights)

    monkeypatch.setattr("ezcharts.render.machine.free_memory", lambda: 1)
    list(Counting(TinyBench(), machine(torch.float64), batch=4).render([tiny_cell(seed=s) for s in range(3)]))
    assert set(sizes) == {1}


def test_the_trace_has_a_row_for_every_step_with_every_loss():
    (rendering,) = render([tiny_cell(steps=5, skip_steps=1, tv_scale=100)])
    assert [row.t for row in rendering.trace] == [600, 400, 200, 0]
    assert [row.step for row in rendering.trace] == [0, 1, 2, 3]
    assert all(row.grad_rms > 0 and not row.nan for row in rendering.trace)
    assert set(rendering.trace[0].losses) == {"tv", "sat", "range", "clip ViTB32", "clip RN50"}


def test_range_scale_changes_no_bit_of_the_picture():
    first, second = render([tiny_cell(range_scale=0), tiny_cell(range_scale=1e9)])
    assert np.array_equal(first.pixels, second.pixels)


def test_eight_bits_are_truncated_not_rounded():
    units = torch.tensor([0.0, 0.49999, 0.9999, 1.0, 1.5, -0.2])
    picture = (units * 2 - 1).reshape(1, 1, 1, 6).expand(1, 3, 1, 6)
    assert to_pixels(picture)[0, :, 0].tolist() == [0, 127, 254, 255, 255, 0]


def test_an_init_image_is_resized_to_the_exact_size_and_blended(tmp_path):
    Image.new("RGB", (100, 30), (255, 0, 51)).save(tmp_path / "init.png")
    init = prepare.read_picture("init_image", tmp_path / "init.png", (128, 64), machine(torch.float64))
    assert init.shape == (1, 3, 64, 128)
    assert torch.allclose(init[0, :, 0, 0], torch.tensor([1, -1, -0.6], dtype=torch.float64))
    z = torch.full_like(init, 0.25)
    # engines.md table 1.2: abar of the first of 50 steps is 5.90e-5.
    x = disco.starting_point(z, init, disco_track(50), skipped=False)
    assert torch.allclose(x, init * 5.9037513708533784e-05**0.5 + 0.25 * (1 - 5.9037513708533784e-05) ** 0.5)
    grey = disco.starting_point(z, None, disco_track(50, 10), skipped=True)
    assert torch.allclose(grey, z * disco_track(50).levels[10].sigma)
    assert torch.equal(disco.starting_point(z, None, disco_track(50), skipped=False), z)


def test_an_init_image_acts_and_a_damaged_one_fails_the_cell(tmp_path):
    Image.new("RGB", (64, 64), (200, 40, 40)).save(tmp_path / "red.png")
    (tmp_path / "bad.png").write_bytes(b"no picture")
    plain = tiny_cell(init_image=None)
    red = Cell(plain.settings.replace(init_image="red.png"), folder=tmp_path)
    bad = Cell(plain.settings.replace(init_image="bad.png"), folder=tmp_path)
    first, second, third = sorted(render([plain, red, bad]), key=lambda r: [plain, red, bad].index(r.cell))
    assert np.abs(first.pixels.astype(int) - second.pixels).max() > 3
    assert "init" in second.trace[0].losses
    assert "bad.png cannot be read" in third.failure.reason


def test_closing_stops_the_work():
    rendering = Renderer(TinyBench(), machine(torch.float64), batch=1).render(
        iter([tiny_cell(), tiny_cell(seed=8)])
    )
    assert next(rendering).failure is None
    rendering.close()
    with pytest.raises(StopIteration):
        next(rendering)


def test_cell_failures_carry_whether_they_are_final():
    assert CellFailure("because").final is True
