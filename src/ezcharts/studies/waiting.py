"""Platforms whose dialect is not here yet: their studies can be read and counted, and say what they wait for.

The JAX notebooks' parameters of engines.md 3.2, by name, domain and default, are all that reading needs. When
the dialect itself arrives in `ezcharts.params`, this module goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ezcharts.errors import UnknownName
from ezcharts.params.compound import Size, WordOr
from ezcharts.params.dialect import dialect_of, platforms
from ezcharts.params.disco.prompts import Prompts
from ezcharts.params.domain import Domain, File, Int, Real
from ezcharts.params.parameter import Parameter
from ezcharts.params.settings import Settings
from ezcharts.params.table import Dialect


def _jax(name: str, domain: Domain, defaults: Mapping[str, object] | object, *aliases: str) -> Parameter:
    return Parameter(
        name=name,
        domain=domain,
        defaults=defaults if isinstance(defaults, Mapping) else {"2.4": defaults},
        help="Waits for the JAX dialect.",
        group="jax",
        source="engines.md 3.2",
        aliases=aliases,
    )


JAX: Final = Dialect(
    name="jax",
    platforms={"jax-2.4": "2.4", "jax-jan22": "2.5"},
    parameters=(
        _jax("seed", WordOr("random_seed", Int(low=0)), "random_seed", "set_seed"),
        _jax("image_size", Size(), (512, 512), "width_height", "size"),
        _jax("batch_size", Int(low=1), {"2.4": 1, "2.5": 4}),
        _jax("n_batches", Int(low=1), {"2.4": 4, "2.5": 1}),
        _jax("all_title", Prompts(), "", "text_prompts", "prompts", "prompt", "title"),
        _jax("clip_guidance_scale", Real(), {"2.4": 2000, "2.5": 4000}, "cgs", "clip_guidance"),
        _jax("tv_scale", Real(), {"2.4": 150, "2.5": 0}, "tv"),
        _jax("sat_scale", Real(), {"2.4": 600, "2.5": 0}, "sat"),
        _jax("cutn", Int(low=1), 8),
        _jax("cut_batches", Int(low=1), 4),
        _jax("cut_pow", Real(), 1),
        _jax("cut_p_grey", Real(low=0, high=1), 0.2),
        _jax("cut_p_mixgrey", Real(low=0, high=1), 0),
        _jax("steps", Int(low=1), 250),
        _jax("eta", Real(), 1, "ddim_eta"),
        _jax("starting_noise", Real(low=0), 1),
        _jax("init_image", File(), None, "init"),
        _jax("init_weight_mse", Real(), 0, "init_mse_scale"),
        _jax("clamp_max", Real(), 0.2),
    ),
)

_WAITING: Final = dict.fromkeys(JAX.platforms, JAX)


@dataclass(frozen=True)
class WaitingSettings(Settings):
    """Settings of a platform that waits: names and values are checked, nothing can render them."""

    @property
    def dialect(self) -> Dialect:
        """The names of the platform."""
        return _WAITING[self.platform]

    def replace(self, **changes: object) -> Settings:
        """Return settings with some values changed."""
        return settings_of(self.platform, {**{name: self[name] for name in self.stated}, **changes})

    __hash__ = Settings.__hash__


def waits_for(platform: str) -> str | None:
    """Return what a platform waits for, or None when it is here."""
    return f"platform {platform} waits for the JAX dialect" if platform in _WAITING else None


def dialect_with_waiting(platform: str) -> Dialect:
    """Return the dialect of a platform, present or waiting.

    Raises:
        UnknownName: There is no such platform.
    """
    if platform in _WAITING:
        return _WAITING[platform]
    if platform not in platforms():
        raise UnknownName("platform", platform, (*platforms(), *_WAITING))
    return dialect_of(platform)


def settings_of(platform: str, given: Mapping[str, object]) -> Settings:
    """Return complete settings of a platform, present or waiting.

    Raises:
        InputError: A name is unknown, or values are outside their domains or contradict each other.
    """
    if platform not in _WAITING:
        return Settings.build(platform, given)
    dialect = _WAITING[platform]
    stated: dict[str, Any] = dialect.parse(platform, given)
    version = dialect.platforms[platform]
    defaults = {parameter.name: parameter.default_at(version) for parameter in dialect}
    return WaitingSettings(platform, {**defaults, **stated}, frozenset(stated))
