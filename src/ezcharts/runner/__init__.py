"""From a study to its finished chart: what is missing, rendering it, keeping it."""
