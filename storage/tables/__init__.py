"""The tables, shaped after the words of journey mapping.

Every row that belongs to a workspace carries `team_id` or hangs below a workshop that does. Rows
people can edit carry `version` (optimistic locking: an edit names the version it saw) and are
deleted softly (`deleted_at`), so that undo and audit can find them.
"""

from storage.tables.anonymous import AnonymousRound as AnonymousRound
from storage.tables.anonymous import RoundKey as RoundKey
from storage.tables.columns import ID_MAX as ID_MAX
from storage.tables.columns import LINE_MAX as LINE_MAX
from storage.tables.columns import NAME_MAX as NAME_MAX
from storage.tables.columns import TEXT_MAX as TEXT_MAX
from storage.tables.columns import TITLE_MAX as TITLE_MAX
from storage.tables.importing import ImportDraft as ImportDraft
from storage.tables.keeping import Audit as Audit
from storage.tables.keeping import DeliveryClaim as DeliveryClaim
from storage.tables.keeping import Notice as Notice
from storage.tables.keeping import Posting as Posting
from storage.tables.keeping import ReplicaHeartbeat as ReplicaHeartbeat
from storage.tables.keeping import StoppedChannel as StoppedChannel
from storage.tables.mapping import Contribution as Contribution
from storage.tables.mapping import EmotionScore as EmotionScore
from storage.tables.mapping import Stage as Stage
from storage.tables.mapping import Touchpoint as Touchpoint
from storage.tables.mapping import Walk as Walk
from storage.tables.outgoing import ShareLink as ShareLink
from storage.tables.outgoing import Webhook as Webhook
from storage.tables.outgoing import WebhookDelivery as WebhookDelivery
from storage.tables.redesign import Idea as Idea
from storage.tables.redesign import PainOwner as PainOwner
from storage.tables.redesign import Vote as Vote
from storage.tables.reviewing import Metric as Metric
from storage.tables.reviewing import MetricValue as MetricValue
from storage.tables.reviewing import Review as Review
from storage.tables.reviewing import ReviewAnswer as ReviewAnswer
from storage.tables.reviewing import ReviewRound as ReviewRound
from storage.tables.reviewing import RevisionSnapshot as RevisionSnapshot
from storage.tables.workshops import CheckDismissal as CheckDismissal
from storage.tables.workshops import MapTemplate as MapTemplate
from storage.tables.workshops import Participant as Participant
from storage.tables.workshops import Persona as Persona
from storage.tables.workshops import Placement as Placement
from storage.tables.workshops import Workshop as Workshop
from storage.tables.workspaces import Channel as Channel
from storage.tables.workspaces import ChannelMember as ChannelMember
from storage.tables.workspaces import Erasure as Erasure
from storage.tables.workspaces import Installation as Installation
from storage.tables.workspaces import OAuthState as OAuthState
from storage.tables.workspaces import Profile as Profile
from storage.tables.workspaces import Workspace as Workspace
