"""The sentence of every refusal: by its code, by what is missing, by what Slack says."""

from collections.abc import Callable

from bot.i18n import N_, Say

SENTENCES = {
    # What does not exist, or not for this person
    "not_found": N_("This is not there any more, or it is not yours to see."),
    # What the person's role does not allow
    "only_facilitator": N_("Only the facilitator can do this: the person who started the workshop."),
    "only_author": N_("Only the person who wrote this, or the facilitator, can change it."),
    "only_admin": N_("Only an administrator of the workspace can do this."),
    "only_owner": N_("Only the person who owns this pain point, or the facilitator, can say this."),
    "only_keeper": N_("Only the facilitator, the journey owner or an administrator of the workspace can do this."),
    "too_busy": N_(
        "Very much comes in from this workspace at the moment. Please wait a minute, then send it once more: "
        "what you wrote is still here."
    ),
    "not_last_step": N_("The map comes alive in the last step: finish the others first."),
    "settled": N_("This pain point is settled already: there is nothing left to do."),
    "ended": N_("This workshop has ended: the map can be read, but not changed."),
    "observer": N_(
        "You were asked to look on in this workshop, so what you see here is not yours to change. "
        "Ask the facilitator, should you have something to give."
    ),
    "not_there": N_(
        "This is a private channel, and I do not know yet that you are in it. Write “/journey start” there once."
    ),
    "guest": N_("Guests of this workspace cannot take part in workshops."),
    "guest_leads": N_("Guests of this workspace cannot lead a workshop. Please choose a colleague."),
    "template_keeper": N_(
        "Only the person who kept this template, or an administrator of the workspace, can delete it."
    ),
    "step_closed": N_("This step is closed. The facilitator can open it again by going back."),
    "nobodys": N_(
        "This was given in an anonymous round: only its author can change it while the round runs, and the facilitator."
    ),
    "no_anonymous_step": N_("An anonymous round is for steps 3 to 5: what people contribute, feel and vote for."),
    "no_secret_key": N_(
        "An anonymous round needs a key to protect it, and there is none yet. "
        "Ask whoever runs Cairn to set CAIRN_SECRET_KEYS, as its README says; then begin the round."
    ),
    "round_unreadable": N_(
        "The key of this anonymous round cannot be read, so nothing was kept. "
        "Ask whoever runs Cairn to set CAIRN_SECRET_KEYS as before, or the facilitator to end the round."
    ),
    "votes_are_in": N_(
        "The votes of this step came in an anonymous round, which has ended: whose they are is not known any more, "
        "and a vote of yours could count twice."
    ),
    "scores_are_in": N_(
        "The scores of this step came in an anonymous round, which has ended: whose they are is not known any more, "
        "and a score of yours could count twice."
    ),
    "given_by_name": N_("What you gave by name before this anonymous round stays as it is until the round ends."),
    "outsider": N_("Cairn works for the members of the workspace it is installed in. Ask a colleague there to help."),
    "too_few_scores": N_(
        "Fewer than three people have scored yet. Nothing is revealed below that, so that nobody can be singled out."
    ),
    # What cannot be taken as it is
    "required": N_("Please fill this in."),
    "no_map_here": N_("There is no open journey map in this channel that you take part in."),
    "several_maps_here": N_(
        "This channel has several journey maps. Say which one by its number: the step that starts a map gives it."
    ),
    "unknown_kind": N_(
        "I do not know this kind. There are: pain, joy, action, thought, itch, evidence, decision, idea."
    ),
    "nobody_runs_it": N_("I do not know who runs this workflow. Let it begin with something that a person does."),
    "not_in_channel": N_("I am not in this channel. Write “/invite @Cairn” there, then do it once more."),
    "no_format": N_("Please choose at least one kind of file."),
    "not_comparable": N_("Two maps beside each other are a picture: choose PNG, SVG or PDF only."),
    "nothing_to_compare": N_("This map was not made from another one, so there is nothing to put beside it."),
    "may_not_see": N_("This person may not see the map. Invite them to it first, or choose somebody else."),
    "not_a_map": N_("This is no map that Cairn wrote down."),
    "newer_document": N_("This map was written down by a newer Cairn than this one."),
    "bad_document": N_("This map is not written down as it should be. At {where}: {why}"),
    "unknown_stage": N_("The map has no such stage any more. Please choose another one."),
    "below_itself": N_("A map cannot be a part of itself. Please choose another one."),
    "below_in_circle": N_("That map is a part of this one already. Please choose another one."),
    "no_such_parent": N_("This larger map is not there any more, or it is not yours to see. Please choose another."),
    "unknown_template": N_("This template is not there any more. Please choose another beginning."),
    "template_exists": N_("There is a template of this name. Choose another one, or delete that template first."),
    "nothing_to_keep": N_("This map has no stages yet, so there is nothing to keep."),
    "unknown_language": N_("Cairn does not speak this language."),
    "unknown_item": N_("What this was about is not on the map any more."),
    "stage_has_contents": N_("Something stands in {names} already. Move or delete it first, or keep the stage."),
    "duplicate": N_("This is in the list twice: {names}."),
    "out_of_range": N_("This is outside of what is possible here."),
    "hooks_closed": N_("Whoever runs Cairn has allowed no addresses for webhooks (CAIRN_WEBHOOK_HOSTS)."),
    "hook_not_https": N_("A webhook's address has to begin with https://"),
    "hook_not_a_name": N_("Please write a name, such as hooks.example.com, and no number."),
    "hook_not_allowed": N_("Whoever runs Cairn allows no webhooks to this address. Allowed are: {names}."),
    "no_sealing_key": N_(
        "This needs a key to protect it, and there is none yet. "
        "Ask whoever runs Cairn to set CAIRN_SECRET_KEYS, as its README says."
    ),
    "no_links": N_("Links for people outside Slack are not allowed here. An administrator can allow them in settings."),
    "bad_link": N_("This is not a web address. It should begin with https://"),
    "bad_time": N_("This is not a time of day. Write it like 10:00."),
    "ends_early": N_("This is not later than the beginning."),
    "bad_zone": N_("Nobody knows this time zone."),
    "no_cadence": N_("Say first how often the map is to be reviewed."),
    "reason_needed": N_("Please say why you go on although a critical pain point has no owner."),
    "choose_people": N_("Please choose somebody."),
    "not_a_date": N_("This is not a date."),
    "review_moved": N_("Somebody changed when the next review is. Please close this and open it once more."),
    "past_date": N_("This day is over already. Please choose one that is still to come."),
    "not_a_number": N_("This is not a number."),
    # Files that are to be imported
    "file_big": N_("This file is too big: at most {limit} MB, please."),
    "file_empty": N_("There is nothing in this file."),
    "file_no_diagram": N_(
        "There is no Mermaid diagram in this Markdown file. A whole map comes back from JSON, YAML or Excel."
    ),
    "file_kind": N_("I cannot read files of this kind. These I can: {endings}."),
    "file_old_excel": N_("This is a workbook of an old Excel. Please save it as .xlsx or CSV, and choose that file."),
    "file_archive": N_("This is an archive. Please unpack it, and choose the file itself."),
    "file_bomb": N_("This workbook is far bigger inside than a table is. Please save the one sheet as CSV."),
    "file_broken": N_("This file is damaged, or not what its name says. Please save it once more, and try again."),
    "file_encoding": N_("I cannot make out the letters of this file. Please save it as UTF-8, and choose it again."),
    "file_not_text": N_(
        "This is no text that I can read. Please choose a CSV, Excel, JSON, YAML, Mermaid or OPML file."
    ),
    "file_rows": N_("There are too many rows in this file: at most {limit}, please."),
    "file_columns": N_("There are too many columns in row {row}: at most {limit}, please."),
    "file_text": N_("There is too much text in this file. Please import it in several parts."),
    "file_quote": N_("After row {row} a quotation mark is opened that nobody closes."),
    "file_syntax": N_("Line {row}, character {column}: this is not {format} as it should be."),
    "file_format": N_("This is not {format} as it should be. Please save it once more, and try again."),
    "file_alias": N_("Line {row} refers to another place of the file. Please write out what it means."),
    "file_entities": N_("This outline declares entities, which I do not read. Please export it without them."),
    "file_no_rows": N_("I find no rows in this file: neither a list of things nor stages with their touchpoints."),
    "file_no_tasks": N_("I find no tasks in this journey diagram. A task looks like this: Make tea: 5: Customer"),
    "file_task": N_("Line {row} is no task. A task looks like this: Make tea: 5: Customer"),
    "file_task_score": N_("Line {row}: a score goes from {low} to {high}."),
    "file_no_outline": N_("I find no outline in this file: stages, with their touchpoints below them."),
    "file_no_map": N_("There is no workshop to bring this into. Start one in this channel first: /journey start"),
    "file_elsewhere": N_("This file lies outside of Slack. Please upload the file itself, and choose that."),
    "file_unreachable": N_("Slack does not give me this file at the moment. Please try again."),
    "file_scope": N_(
        "I may not read files in this workspace. Please ask an administrator to install Cairn again: "
        "the permission is called files:read. Until then, paste the lines under /journey touchpoints."
    ),
    "column_twice": N_("This column is chosen above already."),
    # What Slack says to calls that follow a click
    "slack:expired": N_("That took too long for Slack. Please do it once more."),
    "slack:not_in_channel": N_("I am not in this channel. Write “/invite @Cairn” here, then do it once more."),
    "slack:archived": N_("This channel is archived."),
    "slack:ratelimited": N_("Slack asks everybody to slow down. Please do it once more in a minute."),
    "slack:missing_scope": N_(
        "The app lacks a permission it needs for this. Please ask an administrator to install it again."
    ),
    "slack:outdated": N_("This has changed since you opened it. Please close it and open it once more."),
}

COUNTED: dict[str, Callable[[Say, int], str]] = {
    "too_long": lambda _, limit: _.n(
        "At most {count} character, please.", "At most {count} characters, please.", limit
    ),
    "too_many": lambda _, limit: _.n("There can be at most {count}.", "There can be at most {count}.", limit),
    "file_deep": lambda _, limit: _.n(
        "Things stand inside each other too deeply in this file: at most {count} level, please.",
        "Things stand inside each other too deeply in this file: at most {count} levels, please.",
        limit,
    ),
    "map_full": lambda _, limit: _.n(
        "This map holds at most {count} of these. Delete what nobody needs, or draw a second map for the rest.",
        "This map holds at most {count} of these. Delete what nobody needs, or draw a second map for the rest.",
        limit,
    ),
    "too_many_maps": lambda _, limit: _.n(
        "A workspace has at most {count} open map. End or delete one that nobody works on; then begin this one.",
        "A workspace has at most {count} open maps. End or delete some that nobody works on; then begin this one.",
        limit,
    ),
    "too_deep": lambda _, limit: _.n(
        "Maps can lie below each other on at most {count} level. Please choose a map further up.",
        "Maps can lie below each other on at most {count} levels. Please choose a map further up.",
        limit,
    ),
    "too_many_below": lambda _, limit: _.n(
        "A map can have at most {count} map below it. Please choose another one.",
        "A map can have at most {count} maps below it. Please choose another one.",
        limit,
    ),
    "too_fast": lambda _, limit: _.n(
        "That is more than {count} thing in a minute. Please wait a moment, then send it once more: "
        "what you wrote is still here.",
        "That is more than {count} things in a minute. Please wait a moment, then send it once more: "
        "what you wrote is still here.",
        limit,
    ),
    "too_many_touchpoints": lambda _, limit: _.n(
        "A map holds at most {count} touchpoint. Delete some that nobody needs, or draw a second map for the rest.",
        "A map holds at most {count} touchpoints. Delete some that nobody needs, or draw a second map for the rest.",
        limit,
    ),
    "too_many_templates": lambda _, limit: _.n(
        "A workspace keeps at most {count} template. Delete one first.",
        "A workspace keeps at most {count} templates. Delete one first.",
        limit,
    ),
    "too_many_votes": lambda _, limit: _.n(
        "You have {count} vote. Please untick some.", "You have {count} votes. Please untick some.", limit
    ),
}

SLACK = {
    "expired_trigger_id": "slack:expired",
    "exchanged_trigger_id": "slack:expired",
    "invalid_trigger_id": "slack:expired",
    "not_in_channel": "slack:not_in_channel",
    "channel_not_found": "slack:not_in_channel",
    "is_archived": "slack:archived",
    "ratelimited": "slack:ratelimited",
    "missing_scope": "slack:missing_scope",
    "hash_conflict": "slack:outdated",
    "view_not_found": "slack:outdated",
    "push_limit_reached": "slack:outdated",
}

THINGS = {
    "workshop": N_("This workshop is not there any more, or it is not yours to see."),
    "persona": N_("This persona is not there any more."),
    "stage": N_("This stage is not there any more."),
    "touchpoint": N_("This touchpoint is not there any more."),
    "note": N_("This contribution is not there any more."),
    "pain": N_("This pain point is not there any more."),
    "idea": N_("This idea is not there any more."),
    "metric": N_("This metric is not there any more."),
    "template": N_("This template is not there any more."),
    "import": N_(
        "This import is over: it was done already, or it waited for longer than a day. Choose the file again."
    ),
    "round": N_("This review is not there any more."),
    "review": N_("This review is not there any more."),
}

# What a sentence may want to say and the code that raised did not know.
UNSAID = {"names": ""} | dict.fromkeys(
    ("row", "column", "limit", "low", "high", "format", "endings", "hosts", "where", "why"), "?"
)
