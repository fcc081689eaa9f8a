"""Who takes part in a workshop, as views see them."""

from dataclasses import dataclass

from storage.erasing import SILHOUETTE as SILHOUETTE
from storage.erasing import is_gone as is_gone
from workflows.words import (
    Attendance,
    Role,
    Side,
    Step,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workspace. `name` is plain text for pictures; Slack views mention by `user_id`.

    Both are empty for whoever gave something in an anonymous round. Whose name was removed is a silhouette.
    """

    user_id: str
    name: str

    @property
    def anonymous(self) -> bool:
        """Whether this is somebody, and nobody may know who."""
        return not self.user_id


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


def called(user_id: str, name: str | None) -> Person:
    """Somebody by what they are called; who is not known is called by their id."""
    return Person(user_id, SILHOUETTE if is_gone(user_id) else name or user_id)
