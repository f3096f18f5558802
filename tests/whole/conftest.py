"""What the tests of whole runs share."""

import pytest

from tests.whole.bench import PICTURES, drawn


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the pictures lie that set-ups name."""
    made = tmp_path_factory.mktemp("pictures")
    for name in PICTURES:
        drawn(name).save(made / name)
    return made
