"""From a card to the network: one door for embedded models, original checkpoints and people's own.

Every network comes frozen and in evaluation mode. Original files are opened only when they are what was
published, as far as that is known (`Original.verified`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import open_clip
import torch
from diffusers import UNet2DModel

from ezcharts.errors import ModelError
from ezcharts.models.adm import load_adm_prior
from ezcharts.models.adm_layouts import layout
from ezcharts.models.anti_jpeg import AntiJpeg, load_anti_jpeg
from ezcharts.models.cards import Card, PerceptorCard, PriorCard, SecondaryCard
from ezcharts.models.clip_files import BytePairs, read_clip, switch_config
from ezcharts.models.lpips import Lpips, load_lpips
from ezcharts.models.open_clip_data import resolution
from ezcharts.models.originals import Original, Pair
from ezcharts.models.own import OwnAdm, OwnClip, OwnUnet
from ezcharts.models.perceptors import MEAN, STD, Colour, Perceptor, load_perceptor
from ezcharts.models.prior import Prior, load_prior
from ezcharts.models.secondary import Secondary, load_secondary, load_secondary_checkpoint

Device = torch.device | str

_SAYS: Final[Mapping[str | None, tuple[str, str]]] = {
    "epsilon": ("epsilon", "timestep"),
    "v": ("v_prediction", "cosine"),
}
"""What an original prior predicts -> diffusers' word, and what it is told (engines.md 4.1, last line)."""


def prior_of(card: PriorCard, device: Device = "cpu", dtype: torch.dtype = torch.float32) -> Prior:
    """Return the diffusion model of a card.

    Raises:
        ModelError: Its files are missing, damaged, or not what the card says.
    """
    if isinstance(card, Card):
        return load_prior(card, device, dtype)
    if isinstance(card, OwnUnet):
        return _own_unet(card, device, dtype)
    if isinstance(card, OwnAdm):
        own = card.stated
        return load_adm_prior(
            own.file, card.layout, device, dtype, prediction_type=own.prediction, time=own.time
        )
    prediction, time = _SAYS[card.checkpoint.prediction]
    plan = layout(card.checkpoint.architecture)
    return load_adm_prior(card.verified(), plan, device, dtype, prediction_type=prediction, time=time)


def secondary_of(
    card: SecondaryCard, device: Device = "cpu", dtype: torch.dtype = torch.float32
) -> Secondary:
    """Return the secondary model of a card.

    Raises:
        ModelError: Its files are missing, damaged, or not what the card says.
    """
    if isinstance(card, Card):
        return load_secondary(card, device, dtype)
    file = card.verified() if isinstance(card, Original) else card.stated.file
    return load_secondary_checkpoint(file, device, dtype)


def perceptor_of(
    card: PerceptorCard, device: Device = "cpu", dtype: torch.dtype = torch.float32
) -> Perceptor:
    """Return the perceptor of a card.

    Raises:
        ModelError: Its files are missing, damaged, or not what the card says.
    """
    if isinstance(card, Card):
        return load_perceptor(card, device, dtype)
    if isinstance(card, OwnClip):
        return _own_perceptor(card, device, dtype)
    if card.switch is None:
        raise ModelError(f"{card.name} is a {card.role} and no CLIP model; choose a switch")
    published = card.checkpoint.sha256 is not None
    clip = read_clip(switch_config(card.switch), card.verified(), device, dtype, published=published)
    return Perceptor(card.name, card.digest, card.switch.resolution, clip, BytePairs()).eval()


def lpips_of(pair: Pair, device: Device = "cpu", dtype: torch.dtype = torch.float32) -> Lpips:
    """Return LPIPS from the cards of its two files.

    Raises:
        ModelError: A file is missing, damaged, or not what its card says.
    """
    return load_lpips(pair.first.verified(), pair.second.verified(), device, dtype)


def anti_jpeg_of(pair: Pair, device: Device = "cpu", dtype: torch.dtype = torch.float32) -> AntiJpeg:
    """Return the anti-JPEG networks from the cards of their two files.

    Raises:
        ModelError: A file is missing, damaged, or not what its card says.
    """
    return load_anti_jpeg(pair.first.verified(), pair.second.verified(), device, dtype)


def _own_unet(card: OwnUnet, device: Device, dtype: torch.dtype) -> Prior:
    """Read a diffusers folder with diffusers itself, which also knows the names of older versions."""
    try:
        unet, found = UNet2DModel.from_pretrained(
            card.stated.folder,
            local_files_only=True,
            use_safetensors=True,
            low_cpu_mem_usage=False,
            output_loading_info=True,
        )
    except (OSError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise ModelError(f"{card.name} cannot be read as a diffusers UNet2DModel: {error}") from None
    wrong = {kind: names for kind, names in found.items() if names}
    if wrong:
        listed = ", ".join(f"{len(names)} {kind} ({names[0]})" for kind, names in wrong.items())
        raise ModelError(f"{card.name}: its weights are not those of its config.json: {listed}")
    torch.nn.Module.to(unet, device=device, dtype=dtype)
    prior = Prior(unet.requires_grad_(False), prediction_type=card.prediction, time=card.stated.time).eval()
    return prior.to(memory_format=torch.channels_last)


def _own_perceptor(card: OwnClip, device: Device, dtype: torch.dtype) -> Perceptor:
    own = card.stated
    clip = read_clip(card.config, own.weights, device, dtype)
    mean, std = _usual_colours(own.model)
    tokenizer = BytePairs(card.config["text_cfg"].get("context_length", 77))
    return Perceptor(
        card.name,
        card.digest,
        resolution(card.config),
        clip,
        tokenizer,
        own.mean or mean,
        own.std or std,
    ).eval()


def _usual_colours(model: str) -> tuple[Colour, Colour]:
    """Return mean and deviation that all published weights of a network want; CLIP's where they differ."""
    known = [
        open_clip.get_pretrained_cfg(model, tag) for tag in open_clip.list_pretrained_tags_by_model(model)
    ]
    wanted = {(tuple(entry["mean"]), tuple(entry["std"])) for entry in known}
    return wanted.pop() if len(wanted) == 1 else (MEAN, STD)
