"""The Home tab and journey health, as people move in them: what waits, what is urgent, finding a map, what is worst."""

from datetime import timedelta

from bot.ids import Action, Field, Modal
from bot.simulator.blocks import placed
from bot.simulator.state import OpenView
from tests.journeys.conftest import joins
from tests.journeys.team import BY_SOCKET, LEADER, Team, block
from workflows import workshops
from workflows.commands import AssignPain, StartWorkshop
from workflows import pains
from workflows.words import Attendance, Step

pytestmark = BY_SOCKET
