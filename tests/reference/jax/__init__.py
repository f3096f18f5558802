"""A second, literal reading of the JAX notebooks (nshepperd v2.x, huemin 2.7): engines.md 1.4 to 1.6 and 3.

Slow on purpose: one cell, one cut, one output pixel after the other, raw torch in float64. It imports nothing
of the package under test. Random draws are handed in, for their laws are the notebook's but their stream is
ours:

    draws.start()                                           z, (1, 3, H, W)
    draws.step_noise(executed)                              (1, 3, H, W), ddim only, executed = 0, 1, ...
    draws.cut_uniforms(evaluation, model, repeat, count)    `count` floats in (0, 1): see `cutouts.py`

`executed` counts the steps that are taken (a step with t1 == t2 is not), `evaluation` the guided evaluations
of the whole run from 0: one a step in ddim, four in prk; `model` is the name of the CLIP, `repeat` runs over
cut_batches. Interface and story: `run.py`.
"""
