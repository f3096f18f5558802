"""A second, literal reading of both dialects; the JAX one says of itself in `jax/__init__.py`.

Disco Diffusion: slow, one cell, one cut, one perceptor after the other.

Written from engines.md sections 1 and 2 alone, in the order of its sentences, with Python's loops,
torchvision's transforms and autograd through everything. It imports nothing of the package under test, so
that what the two agree on is what the page says. Random draws are handed in (`draws` below), for their laws
are the notebook's but their stream is ours:

    draws.cut_uniforms(evaluation, model, repeat, count)       numbers in (0, 1), meaning: see `cutouts.py`
    draws.cut_noise(evaluation, model, repeat, n, count, R)    n-th noise of all cuts, (count, 3, R, R)
    draws.ddim_noise(executed)                                 (1, 3, H, W)
    draws.start()                                              z, (1, 3, H, W)
    draws.fuzzy_noise(model, prompt, count, E)                 only for fuzzy prompts: see `prompts.py`

`executed` counts steps, `evaluation` guided evaluations over the run: the same number, but in plms the first
step has two evaluations. `legacy.py` and `perlin.py` say what they draw.

Everything is float64.
"""
