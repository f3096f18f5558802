import numpy as np
import pytest

from ezcharts.training.world.light import LIGHTS, blend, light_of, mix, rgb
from ezcharts.training.world.scene import CLASSES
from tests.training.world.pages import plain_scene

WHITE = rgb(1, 1, 1)
EVERY = [light for lights in LIGHTS.values() for light in lights]


def test_every_hour_has_its_lights():
    assert tuple(LIGHTS) == CLASSES["hour"]


@pytest.mark.parametrize("light", EVERY)
def test_light_comes_from_a_unit_direction_above_the_ground(light):
    assert sum(part**2 for part in light.direction) == pytest.approx(1)
    assert light.direction[0] > 0 < light.direction[1]


def test_shade_runs_from_fill_to_fill_and_key_and_into_haze():
    light = LIGHTS["sunset"][0]
    np.testing.assert_allclose(light.shade(WHITE, 0.0), light.fill)
    np.testing.assert_allclose(light.shade(WHITE, 1.0), light.fill + light.key, rtol=1e-6)
    far = light.shade(WHITE, 1.0, 1.0)
    np.testing.assert_allclose(far, mix(light.fill + light.key, light.haze, light.thickness), rtol=1e-6)


def test_a_blend_lies_between_two_lights():
    one, other = LIGHTS["day"][:2]
    half = blend(one, other, 0.5)
    np.testing.assert_allclose(half.top, (one.top + other.top) / 2, rtol=1e-6)
    assert half.height == pytest.approx((one.height + other.height) / 2)
    np.testing.assert_array_equal(blend(one, other, 0.0).haze, one.haze)


def test_the_light_of_an_hour_differs_from_scene_to_scene():
    skies = {tuple(light_of(plain_scene(seed, hour="sunset")).top.ravel().tolist()) for seed in range(20)}
    assert len(skies) == 20


def test_night_is_the_darkest_hour_and_lights_its_lamps():
    brightness = {hour: min(float(light.fill.mean()) for light in lights) for hour, lights in LIGHTS.items()}
    assert min(brightness, key=brightness.get) == "night"
    assert {hour for hour, lights in LIGHTS.items() if lights[0].lamps} == {"night", "storm"}
