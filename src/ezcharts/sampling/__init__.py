"""The loop: each sampler is a generator that asks for one guided evaluation after another."""
