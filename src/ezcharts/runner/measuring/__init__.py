"""Measuring the cells of a store: which are missing, in parallel, each kept as it is measured."""
