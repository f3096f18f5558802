"""What all tests share: one thread (the machine may be small and busy), and examples without a deadline."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
