import pytest
import torch
from torch import nn
from torch.optim import Muon

from ezcharts.training.optimizers import KernelMuon, as_matrix, optimizers


def net():
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(3, 8, 3), nn.GroupNorm(2, 8), nn.Conv2d(8, 4, 1))


def test_every_parameter_is_moved_by_exactly_one_optimizer():
    words = nn.ModuleDict({"token_embedding": nn.Embedding(5, 4), "body": net(), "heads": nn.Linear(4, 3)})
    before = {name: value.detach().clone() for name, value in words.named_parameters()}
    muon, adamw = optimizers({"net": words}, 0.1)
    assert [tuple(kernel.shape) for kernel in muon._kernels] == [(8, 3, 3, 3), (4, 8, 1, 1)]
    held = [value for group in adamw.param_groups for value in group["params"]]
    assert len(held) + len(muon._kernels) == len(before)
    for value in words.parameters():
        value.grad = torch.ones_like(value)
    for optimizer in (muon, adamw):
        optimizer.step()
    assert all(not torch.equal(value, before[name]) for name, value in words.named_parameters())


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_a_kernel_moves_as_its_matrix_would(layout):
    kernel = nn.Parameter(torch.randn(8, 4, 3, 3).to(memory_format=layout))
    matrix = nn.Parameter(as_matrix(kernel.detach(), kernel).clone())
    ours = KernelMuon([kernel], 0.1)
    plain = Muon([matrix], lr=0.1, weight_decay=0.02, adjust_lr_fn="match_rms_adamw")
    for _ in range(3):
        kernel.grad = torch.randn(8, 4, 3, 3)
        matrix.grad = as_matrix(kernel.grad, kernel).clone()
        ours.step()
        plain.step()
    assert torch.equal(as_matrix(kernel.detach(), kernel), matrix.detach())


def test_steps_of_a_kernel_are_as_long_as_adamws_in_all_directions():
    kernel = nn.Parameter(torch.zeros(16, 4, 2, 2))
    kernel.grad = torch.randn(16, 4, 2, 2)
    KernelMuon([kernel], 0.1).step()
    singular = torch.linalg.svdvals(kernel.detach().flatten(1))
    # Five Newton-Schulz turns bring all singular values to 0.7 to 1.2; 0.2·√16 is the matching factor.
    assert singular.min() > 0.1 * 0.2 * 4 * 0.6
    assert singular.max() < 0.1 * 0.2 * 4 * 1.3
