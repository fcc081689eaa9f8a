"""What is shown at the doors besides the command: told to Cairn, begun from a thread, and Slack's own chart."""

from dataclasses import replace

import pytest

from bot.i18n import Say
from bot.simulator.strict import check_message, check_view
from bot.views import emotion_chart, mention, picture, start
from bot.views.message_to_map import Quote
from tests.bot import brimful
from tests.bot.voices import VOICES
from workflows.snapshots import Emotion

FULL = brimful.full_journey()


@pytest.mark.parametrize("say", VOICES)
def test_however_much_is_said_to_cairn_the_question_and_the_form_hold_it(say: Say) -> None:
    for text in (brimful.long(40_000, 1), '"\\\n' * 900, "x"):
        quote = Quote(text, brimful.long(300, 2), "https://example.com/" + "x" * 460, own=True)
        for outlines, here in (([FULL.outline], FULL.outline.channel_id), ([FULL.outline], "C0ELSE"), ([], "C0ELSE")):
            for guest in (True, False):
                said = mention.asked(outlines, quote, here, say, guest=guest)
                assert check_message({"text": said.text, "blocks": said.blocks}) == []
        assert check_view(start.start("C0HERE", say, quote=quote, full=True)) == []
        assert check_view(start.not_in_channel("C0HERE", say, quote)) == []


@pytest.mark.parametrize("say", VOICES)
def test_the_curve_is_a_chart_that_slack_takes_also_where_stages_begin_alike(say: Say) -> None:
    felt = Emotion(-1.5, -2, 1, 3, "tired")
    stages = tuple(
        replace(FULL.stages[0], id=number, name=f"Waiting for the parcel to arrive, part {number}", emotion=felt)
        for number in range(20)
    )
    said = picture.picture(replace(FULL, stages=stages), "card", "map", 0, say)
    chart = next(block for block in said.blocks if block["type"] == emotion_chart.TYPE)
    assert len(set(chart["chart"]["axis_config"]["categories"])) == 20
    assert check_message({"text": said.text, "blocks": said.blocks}) == []
    assert emotion_chart.chart(replace(FULL, stages=stages[:1]), say) is None
