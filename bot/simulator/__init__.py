"""A Slack workspace on this machine, as strict as Slack: for `try`, for `play`, and for the tests.

The server and the workspace::

    world = World()                                         # state: users, channels, messages, views, files
    ana = world.add_user("ana", "Ana Ruiz", title="Head of sales", department="Sales", tz="Europe/Madrid")
    shop = world.add_channel("shop", [ana.id])              # the bot is in it; bot=False leaves it outside
    simulator = Simulator(world, AppProfile.from_file(Path("manifest.json")))
    await simulator.start(port=0)                           # or `async with Simulator(world) as simulator:`
    simulator.api_url                                       # for SLACK_API_URL
    simulator.core.bot_token, .app_token, .signing_secret   # for SLACK_BOT_TOKEN, SLACK_APP_TOKEN, …
    await simulator.socket.connected()                      # Socket Mode: wait for the app
    simulator.deliver_to("http://127.0.0.1:3000/slack/events")  # or signed HTTP; None goes back to Socket Mode
    await simulator.stop()

A person's hands and eyes (`simulator.hand("ana")`, by name or id). Each action returns when the app has acknowledged
it; `Unacknowledged`: it did not within 3 s; `BadAnswer`: Slack would not take its answer; `NotThere`: nobody could
do this, there is no such button, option, field, message or modal before them::

    answer = await hand.command("#shop", "/journey start")  # message of the acknowledgement, or None
    await hand.click(message_or_view, action_id, value)     # button, select, picker, overflow, checkboxes, …
    modal = await hand.sees_view("start")                   # a modal that came up since the last action began
    result = await hand.submit({block_id: value, …})        # errors {block_id: sentence}, the modal on top, or None
    await hand.fill({block_id: value}); await hand.close()  # without submitting
    message = await hand.sees("#shop", "words", thread=ts)  # waits; words in text, blocks or alt text
    hand.messages("#shop"), hand.messages("#shop", thread=ts), hand.dm(), hand.view, hand.home
    await hand.open_home(); await hand.sees_home("words")
    await hand.message_shortcut(message, callback_id); await hand.global_shortcut(callback_id)
    await hand.say("#shop", "text", thread=ts); await hand.invite("#shop", "ben"); await hand.suggest(view, id, "query")

Values are plain: text, numbers, an option's value or words, lists of these, users by id, name or `SimUser`,
`date`, `time`, `datetime`, files as `(name, bytes)`; None empties a field.

Time and bad days::

    await simulator.clock.shift(timedelta(days=30)); simulator.clock.on_shift(async_listener)
    simulator.faults.plan("chat.postMessage", Fault(Mishap.RATE_LIMITED, retry_after=1), times=2)
    simulator.faults.chance(ANY, 0.1, Fault(Mishap.LOST))   # also SERVER_ERROR, REFUSED, SLOW, DROPPED
    simulator.faults.duplicates["events_api"] = 1           # every event comes twice
    simulator.faults.refuse_slack_file = True               # pictures by slack_file are invalid_blocks
    simulator.core.pace.enabled = True                      # Slack's rate limits, off otherwise
    simulator.core.account_error = "token_revoked"          # every call is refused
    await simulator.socket.refresh()                        # Slack asks the app to reconnect
    await simulator.archive(channel, user); await simulator.change_user(user); await simulator.uninstall()
    simulator.world.problems                                # what Slack would have refused, or what broke

Installed by OAuth, in several workspaces behind one address::

    simulator.distribute(Distribution.from_manifest(manifest, "1.2", "secret"))  # no token works until one was given
    other = simulator.neighbour(World(simulator.clock, team_id="T0OTHER01", bot_user_id="U0OTHERBT"))
    # POST /oauth/v2/authorize with the app's query and {"tenant", "user", "answer": "allow"} sends back with a code
    await other.uninstall(); simulator.distribution.expire(other.core)
    simulator.skew = 600                                    # the Date of its answers is ten minutes off

A file is ready `core.file_ready_after` seconds after `files.completeUploadExternal`: `files.info` has a `mimetype`
and `shares` from then on, and `slack_file` pictures are taken.

Strictness alone, for tests of views: `strict.check_message(payload)`, `strict.check_view(view)` and
`strict.check_blocks(blocks, surface)` give the list of what Slack would refuse.
"""
