"""Full-size networks with random weights: seconds and peak memory of single evaluations and guided steps.

Nothing is fetched: the weights are random, the work is the original's. Each point runs in a process of its
own. On the CPU the 256×256 layout is measured; on CUDA the 512×512 one, against a step in the notebook's
order of work in fp16.

Usage: python benchmarks/full_size.py [--device cuda] [--through-file] [--layout adm-256 --size 256x256]
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import logging
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import open_clip
import psutil
import torch
import torchvision.transforms as T  # not v2, whose hue writes in place and has no gradient
from common import cell
from torch import Tensor, nn

from ezcharts.diffusion.denoiser import Denoiser, NoiseLevel, Prediction
from ezcharts.guidance import losses
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.guidance.request import Request
from ezcharts.levels.disco import disco_track, schedule_entry
from ezcharts.models.adm import AdmUnet, load_adm, original_shapes
from ezcharts.models.adm_layouts import LAYOUTS, layout
from ezcharts.models.perceptors import MEAN, STD
from ezcharts.models.prior import Prior
from ezcharts.models.secondary import Secondary
from ezcharts.params.settings import Settings
from ezcharts.render import disco
from ezcharts.render.flight import Flight
from ezcharts.render.machine import Machine, PeakMemory, keep_freed_memory, this_machine

CLIPS = {"ViTB32": "ViT-B-32-quickgelu", "ViTB16": "ViT-B-16-quickgelu", "RN50": "RN50-quickgelu"}
REPEATS = {"cpu": 1, "cuda": 3}
MOST, PATIENCE = 256, 60.0  # pictures at once and seconds at which the search for the largest batch ends


@dataclass(frozen=True)
class Point:
    """One measurement.

    Attributes:
        what: `evaluation` of the prior alone, `step` guided by three CLIPs through the secondary model,
            `notebook` the same in the notebook's order of work, `file` reading a checkpoint.
        layout: Name of the ADM layout.
        size: Width and height in pixels.
        device: Such as `cpu`.
        networks: Type that networks compute in.
        weights: Type that the prior's weights are kept in.
        cutn_batches: Repeats of the 16 cuts per CLIP.
        batch: Pictures at once; 0 looks for the most that fit.
    """

    what: str
    layout: str
    size: tuple[int, int]
    device: str = "cpu"
    networks: str = "float32"
    weights: str = "float32"
    cutn_batches: int = 1
    batch: int = 1

    @property
    def machine(self) -> Machine:
        return Machine(torch.device(self.device), networks=getattr(torch, self.networks))

    @property
    def label(self) -> str:
        """What is measured, in words."""
        width, height = self.size
        types = self.networks if self.networks == self.weights else f"{self.networks}, {self.weights} weights"
        cuts = "" if self.what in {"evaluation", "file"} else f", {16 * self.cutn_batches} cuts per CLIP"
        return f"{self.what:10} {self.layout} {width}x{height}, {types}{cuts}"


def plan(device: str, name: str, sizes: Sequence[tuple[int, int]]) -> list[Point]:
    """Return the measurements for a device."""
    start = Point("evaluation", name, sizes[0], device)
    if device == "cpu":
        native = this_machine("cpu").networks
        kinds = [("float32", "float32")]
        kinds += [("bfloat16", "float32"), ("bfloat16", "bfloat16")] if native == torch.bfloat16 else []
        return [
            dataclasses.replace(start, what=what, networks=networks, weights=weights)
            for what in ("evaluation", "step")
            for networks, weights in kinds
        ]
    points = []
    for size in sizes:
        at = dataclasses.replace(start, size=size, cutn_batches=4)
        for half in ("float16", "bfloat16"):
            ours = dataclasses.replace(at, networks=half, weights=half)
            points += [ours, dataclasses.replace(ours, what="step")]
            points += [dataclasses.replace(ours, what="step", batch=0)]
        points += [dataclasses.replace(at, what="notebook", networks="float16", weights="float16")]
    return points


class FullSize:
    """The models of a point with random weights; what `ezcharts.render.prepare.Models` asks for."""

    def __init__(self, point: Point) -> None:
        self.point, self.machine = point, point.machine

    def prior_name(self, settings: Settings) -> str:
        return self.point.layout

    @functools.cached_property
    def network(self) -> Prior:
        prior = Prior(random_network(self.point).unet).eval()
        return prior.to(memory_format=torch.channels_last)

    def prior(self, name: str) -> Denoiser:
        return self._autocast(self.network)

    @functools.cached_property
    def secondary(self) -> Denoiser:
        with self.machine.device:
            secondary = Secondary().eval().requires_grad_(False)
        # The notebook keeps it in float32.
        in_notebook = self.point.what == "notebook"
        return secondary if in_notebook else self._autocast(secondary)

    @property
    def perceptual(self) -> PerceptualDistance:
        raise NotImplementedError("no initial image here")

    @functools.cache  # noqa: B019 - lives as long as its process
    def perceptor(self, switch: str) -> Clip:
        return Clip(CLIPS[switch], self.machine)

    def text_rows(self, switch: str, texts: Sequence[str]) -> Tensor:
        width = self.perceptor(switch).width
        generator = torch.Generator().manual_seed(0)
        return torch.randn(len(texts), width, generator=generator).to(self.machine.device)

    def _autocast(self, network: Denoiser) -> Denoiser:
        def denoise(x: Tensor, level: NoiseLevel) -> Prediction:
            with self.machine.autocast():
                made = network(x, level)
            return Prediction(*(part.to(x.dtype) for part in made))

        return denoise


class Clip:
    """An image tower with random weights, in half precision where the machine computes in it."""

    def __init__(self, name: str, machine: Machine) -> None:
        clip = open_clip.create_model(name, device=machine.device)
        self.tower = clip.visual.eval().requires_grad_(False).to(machine.networks)
        self.machine, self.mean, self.std = machine, MEAN, STD
        self.resolution, self.width = 224, clip.text_projection.shape[1]

    def encode_image(self, pixels: Tensor) -> Tensor:
        with self.machine.autocast():
            return self.tower(pixels.to(self.machine.networks)).to(pixels.dtype)


def random_network(point: Point) -> AdmUnet:
    """Return the prior's network, with weights drawn where they will work."""
    torch.manual_seed(0)
    with torch.device(point.device):
        net = AdmUnet(layout(point.layout)).eval().requires_grad_(False)
    return nn.Module.to(net, dtype=getattr(torch, point.weights))


@functools.cache
def models_of(point: Point) -> FullSize:
    return FullSize(point)


def evaluation(point: Point, batch: int) -> Callable[[], Tensor]:
    """Return one evaluation of the prior alone, to be timed."""
    models, (width, height) = models_of(point), point.size
    x = torch.randn(batch, 3, height, width, device=point.device)
    level = NoiseLevel.of([disco_track(250, 0).start] * batch, x)
    denoise = models.prior(point.layout)

    def work() -> Tensor:
        with torch.no_grad():
            return denoise(x, level).x0

    return work


def step(point: Point, batch: int) -> Callable[[], Tensor]:
    """Return one guided step of some cells in one batch, as the renderer does it."""
    models, asked = models_of(point), requests(point, batch)

    def work() -> Tensor:
        answers = disco.guidance(models, point.layout, asked)(asked)
        return torch.cat([answer.x0 for answer in answers])

    return work


def notebook(point: Point, batch: int) -> Callable[[], Tensor]:
    """Return one guided step in the notebook's order of work (engines.md 2.5), to be timed."""
    models, (request,) = models_of(point), requests(point, 1)

    def work() -> Tensor:
        return notebook_step(models, request)

    return work


def notebook_step(models: FullSize, request: Request) -> Tensor:
    """Return x0' of one step; augmentations and resizing are torchvision's, their cost is the notebook's."""
    condition, level = request.condition, NoiseLevel.of([request.level], request.x)
    with torch.no_grad():
        raw = models.prior(models.point.layout)(request.x, level)
    x = request.x.detach().requires_grad_()
    x_in = models.secondary(x, level).x0 * level.sigma + x * (1 - level.sigma)
    pull = torch.zeros_like(x)
    counts = condition.cut_counts(schedule_entry(request.level.t))
    for switch, target in condition.targets.items():
        clip = models.perceptor(switch)
        for _ in range(condition.cutn_batches):
            cuts = notebook_cuts((x_in + 1) / 2, counts.overview, counts.inner, clip.resolution)
            mean, std = (cuts.new_tensor(values).reshape(1, 3, 1, 1) for values in (clip.mean, clip.std))
            rows = clip.encode_image((cuts - mean) / std)
            distance = losses.spherical_distance(rows[:, None], target.rows)
            loss = (distance * target.weights).sum(dim=1).mean() * condition.clip_guidance_scale
            pull += torch.autograd.grad(loss, x_in, retain_graph=True)[0] / condition.cutn_batches
    gradient = -torch.autograd.grad(x_in, x, pull)[0]
    rms = losses.root_mean_square(gradient)
    eps = raw.eps - level.sigma * gradient * torch.clamp(rms, max=condition.clamp_max) / rms
    return (request.x - level.sigma * eps) / level.alpha


def notebook_cuts(picture: Tensor, overview: int, inner: int, side: int) -> Tensor:
    """Return the cuts of one call (engines.md 2.4.1), each cropped and resized by itself."""
    height, width = picture.shape[2:]
    resize = functools.partial(nn.functional.interpolate, size=(side, side), mode="bicubic", antialias=True)
    square = nn.functional.pad(picture, [max(0, height - width) // 2] * 2 + [max(0, width - height) // 2] * 2)
    cuts = [resize(square)] * overview
    longest, shortest = min(height, width), min(height, width, side)
    for _ in range(inner):
        size = int(torch.rand([]) * (longest - shortest) + shortest)
        left = int(torch.randint(0, width - size + 1, ()))
        top = int(torch.randint(0, height - size + 1, ()))
        cuts.append(resize(picture[:, :, top : top + size, left : left + size]))
    return augmentation()(torch.cat(cuts))


def augmentation() -> Callable[[Tensor], Tensor]:
    """Return the augmentations of engines.md 2.4.1, in its order."""
    noise = T.Lambda(lambda cuts: cuts + torch.randn_like(cuts) * 0.01)
    affine = T.RandomAffine(10, translate=(0.05, 0.05), interpolation=T.InterpolationMode.BILINEAR)
    jitter = T.ColorJitter(0.1, 0.1, 0.1, 0.1)
    return T.Compose([T.RandomHorizontalFlip(), noise, affine, noise, T.RandomGrayscale(0.1), noise, jitter])


def requests(point: Point, batch: int) -> list[Request]:
    """Return what some cells with Disco's default cuts ask in the first step."""
    models = models_of(point)
    cells = [
        cell(s, 250, width_height=list(point.size), cutn_batches=point.cutn_batches) for s in range(batch)
    ]
    return [Flight(disco.prepare(each, models, point.machine)).request() for each in cells]


def timed(point: Point, work: Callable[[], Tensor]) -> tuple[float, int]:
    """Return the median of some runs in seconds, after one to warm up, and the peak in bytes."""
    device = torch.device(point.device)
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
    seconds = []
    with PeakMemory(device) as memory:
        for _ in range(1 + REPEATS[device.type]):
            started = time.perf_counter()
            made = work()
            if device.type == "cuda":
                torch.cuda.synchronize(device)
            seconds.append(time.perf_counter() - started)
    if not torch.isfinite(made).all():
        print("  the result is not finite")
    return statistics.median(seconds[1:]), memory.peak


def measure(point: Point) -> None:
    """Take one measurement and print it."""
    keep_freed_memory()
    logging.disable(logging.WARNING)  # open_clip says that the weights are random
    if point.what == "file":
        through_file(point)
        return
    make = {"evaluation": evaluation, "step": step, "notebook": notebook}[point.what]
    batch = point.batch
    if batch:
        seconds, peak = timed(point, make(point, batch))
    else:
        batch, seconds, peak = largest(point, make)
    each = f"{seconds:8.3f} s" if batch == 1 else f"{seconds:8.3f} s, {seconds / batch:.3f} s a picture"
    print(f"{point.label}, batch {batch}: {each}, peak {peak / 2**30:.2f} GiB", flush=True)


def largest(point: Point, make: Callable[[Point, int], Callable[[], Tensor]]) -> tuple[int, float, int]:
    """Double the batch until memory or patience ends; then try the middle once."""
    found, batch = (0, 0.0, 0), 1
    while batch <= MOST and found[1] < PATIENCE:
        try:
            found = (batch, *timed(point, make(point, batch)))
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
            break
        batch *= 2
    try:
        middle = found[0] * 3 // 2
        return (middle, *timed(point, make(point, middle))) if batch <= MOST else found
    except torch.OutOfMemoryError:
        return found


def write_random(name: str, path: Path) -> None:
    shapes = original_shapes(layout(name))
    torch.save({entry: torch.randn(shape) * 0.02 for entry, shape in shapes.items()}, path)


def through_file(point: Point) -> None:
    """Write a random checkpoint under the original names and read it as the original is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.pt"
        # In a process of its own: freed memory is kept, and would hide what reading takes.
        writer = multiprocessing.Process(target=write_random, args=(point.layout, path))
        writer.start()
        writer.join()
        before = psutil.Process().memory_info().rss
        with PeakMemory(torch.device("cpu")) as memory:
            started = time.perf_counter()
            net = load_adm(path, layout(point.layout), point.device, getattr(torch, point.weights))
            seconds = time.perf_counter() - started
        size = path.stat().st_size
    held = sum(value.numel() * value.element_size() for value in net.state_dict().values())
    print(
        f"{point.label}: {size / 2**30:.2f} GiB read in {seconds:.1f} s, "
        f"peak {(memory.peak - before) / 2**30:.2f} GiB above before for {held / 2**30:.2f} GiB of weights"
    )


def main() -> None:
    """Measure every point of the plan, or the one point that a parent process names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--layout", choices=LAYOUTS)
    parser.add_argument("--size", action="append", help="such as 512x512; may be given more than once")
    parser.add_argument("--through-file", action="store_true", help="read a full-size checkpoint, too")
    parser.add_argument("--point", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.point:
        fields = json.loads(options.point)
        measure(Point(**{**fields, "size": tuple(fields["size"])}))
        return
    cuda = options.device.startswith("cuda")
    name = options.layout or ("adm-512" if cuda else "adm-256")
    stated = options.size or (["512x512", "1280x768"] if cuda else ["256x256"])
    sizes = [tuple(map(int, size.split("x"))) for size in stated]
    print(Machine(torch.device(options.device)).description, flush=True)
    points = plan(options.device, name, sizes)
    points += [Point("file", name, sizes[0], options.device)] if options.through_file else []
    for point in points:
        subprocess.run(
            [sys.executable, __file__, "--point", json.dumps(dataclasses.asdict(point))], check=False
        )


if __name__ == "__main__":
    main()
