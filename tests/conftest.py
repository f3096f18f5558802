"""What all tests share: one thread (the machine may be small and busy), a cache of their own, no deadline."""

import os
import tempfile

from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")
CACHE = tempfile.TemporaryDirectory(prefix="ezcharts-tests-")
os.environ["XDG_CACHE_HOME"] = CACHE.name  # how fast this machine renders is not told by tests

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
