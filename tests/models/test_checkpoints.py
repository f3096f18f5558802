"""The catalogue is complete, consistent, and strict."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import open_clip
import pytest
import yaml

from ezcharts.errors import PlanError, UnknownName
from ezcharts.models import checkpoints as catalogue
from ezcharts.models.checkpoints import (
    Checkpoint,
    bundles,
    by_sha256,
    checkpoint,
    checkpoints,
    switch_checkpoint,
    switches,
    without_file,
)
from ezcharts.params.dialect import dialect_of
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.disco.models import CLIP_SWITCHES

ALL = pytest.mark.parametrize("known", checkpoints(), ids=lambda known: known.name)
ARCHITECTURES = {
    "prior": {
        "adm-256",
        "adm-512",
        "adm-kaliyuga-256",
        "adm-portrait-512",
        "cc12m",
        "jax-pixelart",
        "v-diffusion-jax",
    },
    "secondary": {"secondary-1", "secondary-2"},
    "perceptor": {"openai-clip", "open-clip"},
    "perceptual": {"vgg16", "lpips-vgg-linear"},
    "anti-jpeg": {"anti-jpeg-denoiser", "anti-jpeg-classifier"},
    "aesthetic": {"ava-linear"},
}
PUBLISHED = dict(  # engines.md 4.3, 4.4; copied from there, not from the catalogue
    line.split()
    for line in """
256x256_diffusion_uncond.pt a37c32fffd316cd494cf3f35b339936debdc1576dad13fe57c42399a5dbc78b1
512x512_diffusion_uncond_finetune_008100.pt 9c111ab89e214862b76e1fa6a1b3f1d329b1a88281885943d2cdbe357ad57648
secondary_model_imagenet_2.pth 983e3de6f95c88c81b2ca7ebb2c217933be1973b1ff058776b970f901584613a
portrait_generator_v001_ema_0.9999_1MM.pt b7e8c747af880d4480b6707006f1ace000b058dd0eac5bb13558ba3752d9b5b9
PADexpanded.pt a73b40556634034bf43b5a716b531b46fb1ab890634d854f5bcbbef56838739a
pixel_art_diffusion_hard_256.pt be4a9de943ec06eef32c65a1008c60ad017723a4d35dc13169c66bb322234161
pixel_art_diffusion_soft_256.pt d321590e46b679bf6def1f1914b47c89e762c76f19ab3e3392c8ca07c791039c
pixelartdiffusion4k.pt a1ba4f13f6dabb72b1064f15d8ae504d98d6192ad343572cc416deda7cccac30
watercolordiffusion_2.pt 49c281b6092c61c49b0f1f8da93af9b94be7e0c20c71e662e2aa26fee0e4b1a9
watercolordiffusion.pt a3e6522f0c8f278f90788298d66383b11ac763dd5e0d62f8252c962c23950bd6
PulpSciFiDiffusion.pt b79e62613b9f50b8a3173e5f61f0320c7dbb16efad42a92ec94d014f6e17337f
danbooru_128.pkl 8551fe663dae988e619444efd99995775c7618af2f15ab5d8caf6b123513c334
imagenet_128.pkl 4fc7c817b9aaa9018c6dbcbf5cd444a42f4a01856b34c49039f57fe48e090530
wikiart_128.pkl 8fbe4e0206262996ff76d3f82a18dc67d3edd28631d4725e0154b51d00b9f91a
wikiart_256.pkl ebc6e77865bbb2d91dad1a0bfb670079c4992684a0e97caa28f784924c3afd81
ViT-B-32.pt 40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af
ViT-B-16.pt 5806e77cd80f8b59890b7e101eabd078d9fb84e6937f9e85e4ecb61988df416f
ViT-L-14.pt b8cca3fd41ae0c99ba7e8951adf17d267cdb84cd88be6f7c2e0eca1737a03836
ViT-L-14-336px.pt 3035c92b350959924f9f00213499208652fc7ea050643e8b385c2dac08641f02
RN50.pt afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762
RN50x4.pt 7e526bd135e493cef0776de27d5f42653e6b4c8bf9e0f653bb11773263205fdd
RN50x16.pt 52378b407f34354e150460fe41077663dd5b39c54cd0bfd2b27167a4a06ec9aa
RN50x64.pt be1cfb55d75a9666199fb2206c106743da0f6468c9d327f3e0d0a543a9919d9c
RN101.pt 8fa8567bab74a42d41c5915025a8e4538c3bdbe8804a470a72f30b0d94fab599
""".strip().splitlines()
)
NAMED_AFTER_THEIR_HASH = {  # the files of 4.4 and torchvision's: eight digits of the SHA-256 in the name
    "vit_b_32-laion2b_e16-af8dbd0c.pth",
    "vit_b_32-quickgelu-laion400m_e31-d867053b.pt",
    "vit_b_32-quickgelu-laion400m_e32-46683a32.pt",
    "vit_b_16-laion400m_e31-00efa78f.pt",
    "vit_b_16-laion400m_e32-55e67d44.pt",
    "rn50-quickgelu-yfcc15m-455df137.pt",
    "rn50-quickgelu-cc12m-f000538c.pt",
    "rn101-quickgelu-yfcc15m-3e04b30e.pt",
    "vgg16-397923af.pth",
}
WITHOUT_HASH = {
    "secondary_model_imagenet.pth",
    "jpeg-db-oi-614.pt",
    "jpeg-classifier-72.pt",
    "512x512_diffusion_uncond_openimages_epoch28_withfilter.pt",
    "pixelart-fgood_600.pt",
    "ava_vit_b_16_full.pth",
}
HASHED_ELSEWHERE = {"cc12m_1.pth", "cc12m_1_cfg.pth", "lpips-v0.1-vgg.pth"}


def test_every_file_that_the_reference_names_is_there_and_no_other():
    named = {*PUBLISHED, *NAMED_AFTER_THEIR_HASH, *WITHOUT_HASH, *HASHED_ELSEWHERE}
    assert {known.file for known in checkpoints()} == named


@pytest.mark.parametrize(("file", "sha256"), PUBLISHED.items())
def test_hashes_are_those_of_the_reference(file, sha256):
    assert checkpoint(file).sha256 == sha256


@pytest.mark.parametrize("file", sorted(NAMED_AFTER_THEIR_HASH))
def test_a_hash_begins_as_the_file_s_name_ends(file):
    known = checkpoint(file)
    assert known.sha256.startswith(Path(file).stem.rsplit("-", 1)[1])


@pytest.mark.parametrize("file", sorted(WITHOUT_HASH))
def test_no_hash_is_made_up(file):
    assert checkpoint(file).sha256 is None


@ALL
def test_every_entry_is_well_formed(known):
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", known.file)
    assert known.architecture in ARCHITECTURES[known.role]
    assert known.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", known.sha256)
    assert known.bytes is None or (isinstance(known.bytes, int) and known.bytes > 1000)
    assert known.licence in {"MIT", "BSD-2-Clause", "BSD-3-Clause", "not stated"}
    assert known.where == known.where.strip() != ""
    assert (known.prediction in {"epsilon", "v"}) == (known.role in {"prior", "secondary"}) or (
        known.name == "jpeg-db-oi-614"
    )


@ALL
def test_every_address_is_https_and_ends_in_the_published_file(known):
    for address in known.addresses:
        parts = urlsplit(address)
        assert (parts.scheme, parts.query, parts.fragment) == ("https", "", "")
        assert parts.username is None
        assert parts.hostname
        original = "vgg.pth" if known.name == "lpips-vgg" else known.file
        assert Path(parts.path).name == original


@ALL
def test_no_address_leads_to_the_bucket_that_was_deleted(known):
    assert not any("v-diffusion.s3" in address for address in known.addresses)


@ALL
def test_openai_s_addresses_hold_the_hash(known):
    for address in known.addresses:
        if "/clip/models/" in address:
            assert f"/{known.sha256}/" in address


@ALL
def test_a_pickle_is_refused(known):
    assert (known.file.endswith(".pkl")) <= ("pickle" in (known.refused or ""))


def test_names_and_files_and_hashes_are_unique():
    for field in ("name", "file", "sha256"):
        values = [value for known in checkpoints() if (value := getattr(known, field)) is not None]
        assert len(set(values)) == len(values)


def test_no_word_stands_for_two_things():
    words = [word for known in checkpoints() for word in {known.name, *known.aliases, known.file}]
    assert len(set(words)) == len(words)
    assert not set(words) & set(without_file())
    assert not set(words) & set(bundles())
    shared = set(words) & {switch.name for switch in switches()}
    assert all(checkpoint(word) is switch_checkpoint(word).checkpoint for word in shared)


def test_the_file_has_no_key_that_nobody_reads():
    table = yaml.safe_load(Path(catalogue.__file__).with_name("checkpoints.yaml").read_text())
    assert set(table) == {"checkpoints", "switches", "without_file", "bundles"}
    fields = {field.name for field in dataclasses.fields(Checkpoint)} - {"name"}
    for name, entry in table["checkpoints"].items():
        assert {"file", "role", "architecture", "bytes", "sha256", "licence", "addresses", "where"} <= set(
            entry
        ), name
        assert set(entry) <= fields, name


def test_no_key_appears_twice_in_the_file():
    """YAML keeps the last of two equal keys and says nothing."""
    nodes = [yaml.compose(Path(catalogue.__file__).with_name("checkpoints.yaml").read_text())]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(set(keys)) == len(keys)
            nodes += [value for _, value in node.value]


@pytest.mark.parametrize("switch", CLIP_SWITCHES)
def test_every_clip_switch_has_a_file_or_a_reason_why_not(switch):
    if switch in without_file():
        assert switch.startswith("SLIP")
        with pytest.raises(
            PlanError, match=f"{switch} has no file in the catalogue: SLIP's network is not built"
        ):
            switch_checkpoint(switch)
    else:
        assert switch_checkpoint(switch).checkpoint.role == "perceptor"
        assert checkpoint(switch) is switch_checkpoint(switch).checkpoint


def test_the_switches_keep_disco_s_order():
    assert [switch.name for switch in switches()] == [s for s in CLIP_SWITCHES if s not in without_file()]


@pytest.mark.parametrize("choice", DISCO.by_name["diffusion_model"].domain.options)
def test_every_diffusion_model_has_a_file_or_a_reason_why_not(choice):
    if choice in without_file():
        assert choice == "custom"
    else:
        assert checkpoint(choice).role == "prior"
        assert checkpoint(choice).refused is None


@pytest.mark.parametrize("switch", switches(), ids=lambda switch: switch.name)
def test_open_clip_knows_the_network_and_its_resolution(switch):
    config = open_clip.get_model_config(switch.model)
    assert config["vision_cfg"]["image_size"] == switch.resolution
    assert switch.quick_gelu or not config.get("quick_gelu", False)


def test_twins_differ_in_the_activation_alone():
    """Quirk Q21: one file, once with the activation that it was trained with and once without."""
    by_file = {}
    for switch in switches():
        by_file.setdefault(switch.checkpoint.file, []).append(switch)
    twins = {file: pair for file, pair in by_file.items() if len(pair) > 1}
    assert set(twins) == {file for file in NAMED_AFTER_THEIR_HASH if "quickgelu" in file}
    for plain, quick in twins.values():
        assert (plain.quick_gelu, quick.quick_gelu) == (False, True)
        assert "quickgelu" in quick.name
        assert quick.model == f"{plain.model}-quickgelu"


def test_openai_s_models_have_quickgelu():
    assert all(s.quick_gelu for s in switches() if s.checkpoint.architecture == "openai-clip")


def test_parameters_are_those_that_were_counted():
    counted = {each.architecture: each.parameters for each in checkpoints() if each.parameters}
    assert counted == {"adm-256": 552_814_086, "adm-512": 557_973_638, "secondary-2": 13_841_547}


def test_the_size_of_the_256_model_is_its_parameters_and_little_more():
    known = checkpoint("256x256_diffusion_uncond")
    assert 0 < known.bytes - 4 * known.parameters < 200_000


def test_the_bundle_disco_is_what_its_default_settings_need():
    newest = list(DISCO.platforms.values())[-1]
    defaults = {
        parameter.name: parameter.default_at(newest) for parameter in DISCO if parameter.exists_at(newest)
    }
    needed = [defaults["diffusion_model"], "secondary_model_imagenet_2"]
    needed += [switch for switch in CLIP_SWITCHES if defaults.get(switch)]
    assert defaults["use_secondary_model"]
    assert [known.name for known in bundles()["disco"]] == needed


def test_the_bundle_jax_is_what_the_default_settings_of_the_first_jax_notebooks_need():
    for platform in ("jax-2.4", "jax-jan22"):
        dialect = dialect_of(platform)
        version = dialect.platforms[platform]
        on = {each.name for each in dialect if each.exists_at(version) and each.default_at(version) is True}
        assert {"antijpeg", "use_secondary_model"} <= on
        needed = {"512x512_diffusion_uncond_finetune_008100", "secondary_model_imagenet_2"}
        needed |= {known.name for known in bundles()["anti-jpeg"]} | (on & set(CLIP_SWITCHES))
        assert {known.name for known in bundles()["jax"]} == needed


def test_bundles_hold_nothing_that_is_refused():
    assert all(known.refused is None for members in bundles().values() for known in members)


def test_a_checkpoint_is_found_by_any_of_its_words():
    known = checkpoint("512x512_diffusion_uncond_openimages_epoch28_withfilter")
    assert checkpoint("OpenAIFinetune") is known
    assert checkpoint(known.file) is known
    assert checkpoint("RN50_yffcc15m") is checkpoint("RN50_quickgelu_yfcc15m")


def test_a_checkpoint_is_found_by_its_hash():
    assert by_sha256(PUBLISHED["RN50.pt"]).name == "RN50"
    assert by_sha256("0" * 64) is None


def test_an_unknown_name_gets_a_suggestion():
    with pytest.raises(UnknownName, match="unknown checkpoint 'vitb32'; did you mean 'ViTB32'"):
        checkpoint("vitb32")
    with pytest.raises(UnknownName, match="unknown CLIP switch 'RN50x5'; did you mean 'RN50x4'"):
        switch_checkpoint("RN50x5")


def test_a_word_without_a_file_says_why():
    with pytest.raises(PlanError, match="custom has no file in the catalogue: it stands for your own file"):
        checkpoint("custom")


def test_the_catalogue_needs_no_torch():
    code = """
import sys
from ezcharts.models import add, checkpoints, fetch, model_folder
checkpoints.checkpoints(), checkpoints.switches()
assert not {"torch", "open_clip", "diffusers"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
