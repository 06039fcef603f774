"""Networks may be looked into by a script here as well."""

from tests.gui.xray.conftest import script  # noqa: F401 - a fixture
