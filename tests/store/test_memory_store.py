import pytest

from tests.conformance.memory_store import MemoryStore
from tests.conformance.store_suite import StoreConformance


class TestMemoryStore(StoreConformance):
    @pytest.fixture
    def store(self, tmp_path):
        return MemoryStore(tmp_path)
