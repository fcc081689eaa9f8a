"""The same running Cairn and the same people as the journeys have, on bad days."""

from tests.journeys.conftest import cast as cast
from tests.journeys.conftest import running as running
from tests.journeys.conftest import team as team
