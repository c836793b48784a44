"""Networks that label frames: what a label may hang on."""

from __future__ import annotations

import pytest
import torch

from pipelines.frames.network import (
    Config,
    RecurrentConfig,
    RecurrentLabeller,
    WindowConfig,
    WindowLabeller,
    build_labeller,
)

CONFIGS: dict[str, Config] = {
    "lstm": RecurrentConfig("lstm", 6),
    "stacked": RecurrentConfig("gru", 6, layers=2),
    "window": WindowConfig(4, 6),
    "frame": WindowConfig(1, 6),
}
FRAMES, INPUTS, LABELS = 12, 3, 4


@pytest.fixture(params=CONFIGS)
def config(request: pytest.FixtureRequest) -> Config:
    return CONFIGS[request.param]


def built(config: Config) -> RecurrentLabeller | WindowLabeller:
    torch.manual_seed(1)
    return build_labeller(config, INPUTS, LABELS).eval()


def stream() -> torch.Tensor:
    return torch.randn(FRAMES, INPUTS, generator=torch.Generator().manual_seed(2))


@torch.inference_mode()
def test_a_label_hangs_on_nothing_that_comes_later(config: Config) -> None:
    network, frames = built(config), stream()
    whole = network(frames[None])[0]
    changed = frames.clone()
    changed[7:] += 1
    assert torch.allclose(network(changed[None])[0, :7], whole[:7], atol=1e-6)
    assert not torch.allclose(network(changed[None])[0, 7:], whole[7:], atol=1e-3)


@torch.inference_mode()
def test_a_trace_says_the_same(config: Config) -> None:
    network, frames = built(config), stream()
    logits, layers = network.trace(frames)
    assert torch.allclose(logits, network(frames[None])[0], atol=1e-6)
    depth = config.layers if isinstance(config, RecurrentConfig) else 0
    assert [tuple(layer.hidden.shape) for layer in layers] == [(FRAMES, 6)] * depth


@torch.inference_mode()
@pytest.mark.parametrize("memory", [1, 3, 11, 12, 50])
def test_a_memory_holds_the_last_frames_alone(config: Config, memory: int) -> None:
    network, frames = built(config), stream()
    recalled = network.recall(frames, memory)
    assert recalled.shape == (FRAMES, LABELS)
    for step in range(FRAMES):
        seen = frames[max(0, step + 1 - memory) : step + 1]
        assert torch.allclose(recalled[step], network(seen[None])[0, -1], atol=1e-6)
