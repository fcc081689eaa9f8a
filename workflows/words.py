"""The words of journey mapping, for every room above storage."""

from storage.words import Answered as Answered
from storage.words import Attendance as Attendance
from storage.words import Cadence as Cadence
from storage.words import Channel as Channel
from storage.words import EvidenceKind as EvidenceKind
from storage.words import Fate as Fate
from storage.words import Level as Level
from storage.words import MapKind as MapKind
from storage.words import MetricKind as MetricKind
from storage.words import Mode as Mode
from storage.words import NoteKind as NoteKind
from storage.words import PainStatus as PainStatus
from storage.words import PostingKind as PostingKind
from storage.words import PostingState as PostingState
from storage.words import PutOff as PutOff
from storage.words import Role as Role
from storage.words import Severity as Severity
from storage.words import Side as Side
from storage.words import Step as Step
from storage.words import TouchpointClass as TouchpointClass
from storage.words import Truth as Truth
from storage.words import Usage as Usage
from storage.words import Verdict as Verdict
from storage.words import WorkshopStatus as WorkshopStatus
