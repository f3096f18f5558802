"""What a cell takes: measured on networks whose memory is known, and put together for a cell."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from ezcharts.diffusion.denoiser import Prediction
from ezcharts.render import memory
from ezcharts.render.engines import engine_of
from ezcharts.render.memory import Gauge, LiveTensors
from tests.tiny import TinyBench, machine
from tests.tiny_cells import tiny_cell

FLOAT64 = machine(torch.float64)
PICTURE = 3 * 8
"""Bytes per pixel of a picture in float64."""


class Known(TinyBench):
    """Networks that hold as many pictures as `held` says besides what they put out, and count calls."""

    def __init__(self, held=4, weights=0):
        super().__init__()
        self.held, self.weights, self.calls = held, weights, 0
        self.main = self.secondary = self.denoise

    def denoise(self, x, level):
        self.calls += 1
        cast = torch.zeros(self.weights) + 1  # as weights in another precision: the same for any batch
        kept = [x + number for number in range(self.held)]
        return Prediction(kept[0] + cast.sum(), x)


def prepared(bench, **changes):
    cell = tiny_cell(**changes)
    return engine_of(cell).prepare(cell, bench, FLOAT64)


def test_live_tensors_are_counted_as_long_as_they_live():
    with LiveTensors() as live:
        first = torch.zeros(1000)
        second = torch.cat([first, first, first])
        view = second[:10]
        assert live.live == 16_000
        del first
        third = torch.zeros(250)
        assert live.live == 13_000
        del second
        assert live.live == 13_000
        del view
        assert live.live == 1000
        del third
    assert (live.live, max(live.history)) == (0, 16_000)


@pytest.mark.parametrize("weights", [0, 10_000_000])
def test_a_network_s_share_is_what_one_more_picture_takes(weights):
    """Four pictures held and one put out, whatever the weights take."""
    gauge = Gauge(Known(held=4, weights=weights), FLOAT64)
    assert gauge._denoiser("main", gauge.models.main, guides=False) == pytest.approx(5 * PICTURE, rel=1e-3)


def test_what_autograd_keeps_counts_where_guidance_goes_through_the_network():
    def layers(number):
        def network(x):
            for _ in range(number):
                x = x.exp()  # keeps its result
            return x.sum()

        return network

    gauge = Gauge(TinyBench(), FLOAT64)
    few, many = (gauge._per_pixel(f"{n}", layers(n), 64, True) for n in (3, 13))
    assert many - few == pytest.approx(10 * PICTURE, rel=1e-3)
    assert gauge._per_pixel("alone", layers(13), 64, False) == pytest.approx(2 * PICTURE, rel=1e-3)


def test_every_network_is_measured_once():
    bench = Known()
    gauge = Gauge(bench, FLOAT64)
    first = gauge.bytes_of(prepared(bench))
    calls = bench.calls
    assert gauge.bytes_of(prepared(bench)) == first
    assert bench.calls == calls > 0


def test_a_cell_is_its_pixels_and_its_cuts():
    bench = TinyBench()
    gauge = Gauge(bench, FLOAT64)
    small, large = prepared(bench), prepared(bench, width_height=[128, 64])
    pixels = 64 * 64
    assert small.most_cuts == 8
    per_pixel = memory.BYTES_PER_PIXEL + memory.ROOM * sum(
        (
            gauge._denoiser("tiny", bench.main, guides=False),
            gauge._denoiser("secondary", bench.secondary, guides=True),
        )
    )
    assert gauge.bytes_of(large) - gauge.bytes_of(small) == pytest.approx(pixels * per_pixel, rel=1e-6)
    # The tiny RN50 sees 40 px, the others less; one goes after the other, so the largest counts.
    cut = 40**2 * (memory.BYTES_PER_CUT_PIXEL + memory.ROOM * gauge._measured["RN50"])
    assert gauge.bytes_of(small) == pytest.approx(pixels * per_pixel + 8 * cut, rel=1e-6)
    more = replace(small, most_cuts=16)
    assert gauge.bytes_of(more) - gauge.bytes_of(small) == pytest.approx(8 * cut, rel=1e-6)


def test_guidance_through_the_main_model_takes_more():
    bench = TinyBench()
    gauge = Gauge(bench, FLOAT64)
    through = gauge.bytes_of(prepared(bench, use_secondary_model=False))
    assert through != gauge.bytes_of(prepared(bench))
    assert gauge._measured["tiny, guides"] > gauge._measured["tiny"]


def test_a_distance_to_an_initial_image_counts(tmp_path):
    from PIL import Image

    Image.new("RGB", (64, 64)).save(tmp_path / "sea.png")
    bench = TinyBench()
    gauge = Gauge(bench, FLOAT64)
    cell = replace(tiny_cell(init_image="sea.png"), folder=tmp_path)
    gauge.bytes_of(engine_of(cell).prepare(cell, bench, FLOAT64))
    assert gauge._measured["perceptual"] > PICTURE


def test_as_many_cells_fit_as_the_share_of_free_memory_holds(monkeypatch):
    bench = TinyBench()
    gauge, flights = Gauge(bench, FLOAT64), [prepared(bench), prepared(bench, width_height=[128, 128])]
    largest = gauge.bytes_of(flights[1])
    for cells, free in ((1, 0), (1, largest), (7, largest * 10 + 100), (70, largest * 100 + 100)):
        monkeypatch.setattr("ezcharts.render.machine.free_memory", lambda free=free: free)
        assert gauge.fits(flights) == cells


def test_the_anti_jpeg_pair_counts_where_it_is_used():
    class Pair:
        def correction(self, x, level):
            return Prediction(torch.cat([x, x]).exp(), x)

        def gradient(self, x, level, scale):
            return scale * torch.cat([x, x, x])

    bench = TinyBench()
    bench.anti_jpeg = Pair()
    gauge, whole = Gauge(bench, FLOAT64), prepared(bench)
    with_pair = replace(whole, condition=SimpleNamespace(secondary=True, targets={}, antijpeg=True))
    without = replace(whole, condition=SimpleNamespace(secondary=True, targets={}, antijpeg=False))
    more = (gauge.bytes_of(with_pair) - gauge.bytes_of(without)) / 64**2 / memory.ROOM
    assert gauge._measured["towards clean"] == pytest.approx(6 * PICTURE, rel=1e-3)
    assert gauge._measured["clean less any"] > 4 * PICTURE
    assert more == pytest.approx(
        gauge._measured["towards clean"] + gauge._measured["clean less any"], rel=1e-3
    )
