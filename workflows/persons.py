"""Who takes part in a workshop, as views see them."""

from dataclasses import dataclass

from storage.tables import ID_MAX
from workflows.words import (
    Attendance,
    Role,
    Side,
    Step,
)

STRANGER = "was:"  # begins the id of somebody who came with a document and is known by name only
_STRANGER_MAX = ID_MAX - len(STRANGER)


def stranger_id(name: str) -> str:
    """The id under which what somebody of elsewhere gave is kept: it is their name, and no id of Slack's."""
    return f"{STRANGER}{name[:_STRANGER_MAX]}"


def stranger_name(user_id: str) -> str | None:
    """What somebody is called of whom no more is known; None for everybody else."""
    return user_id.removeprefix(STRANGER) if user_id.startswith(STRANGER) else None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workspace. `name` is plain text for pictures; Slack views mention by `user_id`.

    Both are empty for whoever gave something in an anonymous round.
    """

    user_id: str
    name: str

    @property
    def anonymous(self) -> bool:
        """Whether this is somebody, and nobody may know who."""
        return not self.user_id

    @property
    def stranger(self) -> bool:
        """Whether this is nobody of the workspace, but somebody who came with a document."""
        return self.user_id.startswith(STRANGER)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in the workshop; `contributed` holds the steps in which they gave something.

    `called` is the number of the invitation that names them in the thread, 0 where the first guide does.
    """

    person: Person
    department: str
    side: Side
    role: Role
    attendance: Attendance
    contributed: frozenset[Step] = frozenset()
    called: int = 0
    called_by: str = ""

    def awaited_by(self, call: int) -> bool:
        """Whether an invitation of the thread names them: it called them, and they have not said no since."""
        return self.called == call and self.attendance is not Attendance.DECLINED
