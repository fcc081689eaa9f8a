"""What a person sees on the simulator's page, in a real browser."""

from playwright.async_api import Page, expect

from tests.browser.demo import Demo


async def type_command(page: Page, text: str) -> None:
    box = page.locator("#main form.composer textarea")
    await box.fill(text)
    await box.press("Enter")


async def open_form(page: Page) -> None:
    await type_command(page, "/journey")
    await page.get_by_role("button", name="Open the form").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


def field(page: Page, block: str):
    return page.locator(f'#modal [data-el][data-block="{block}"]')


async def choose(page: Page, block: str, *names: str) -> None:
    pick = field(page, block)
    await pick.locator(".pick-face").click()
    for name in names:
        await page.locator("#float").get_by_role("option", name=name).first.click()
    if await page.locator("#float .done").count():
        await page.locator("#float .done").click()


async def test_a_newcomer_reads_what_this_is_and_a_button_types_the_first_command(page: Page) -> None:
    welcome = page.get_by_role("region", name="Welcome")
    await expect(welcome).to_contain_text("practice workspace")
    await welcome.get_by_role("button", name="/journey start").click()
    await expect(page.locator("#main .msg.private")).to_contain_text("Only visible to you")


async def test_a_message_shows_every_block_and_markup_of_people_stays_text(page: Page, demo: Demo) -> None:
    card = page.locator("#main .msg.pinned")
    await expect(card.locator("h3")).to_contain_text("🗺️ Buying a jacket online")
    await expect(card.locator(".mention.mine")).to_have_text("@Maya Cohen")
    await expect(card.locator(".b-section strong").first).to_have_text("Step 3 of 6")
    await expect(card.locator("blockquote").first).to_have_text("The price changed at the till.")
    await expect(card.locator("pre")).to_contain_text("stage: Checkout")
    await expect(card.locator("a", has_text="the guide")).to_have_attribute("href", "https://example.com/guide?a=1&b=2")
    await expect(card).to_contain_text("<b>not bold</b>")
    await expect(card.get_by_role("radio", name="0 So so")).to_be_checked()
    await expect(card.locator("figure img")).to_have_attribute("alt", "The journey map: six stages, lowest at Checkout")
    assert await card.locator("figure img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1600
    await expect(page.get_by_role("cell", name="−2")).to_be_visible()
    await expect(page.locator("h4.md")).to_have_text("What changed")
    async with page.expect_download() as started:
        await page.locator(".filecard").click()
    assert (await started.value).suggested_filename == "jacket.pdf"


async def test_a_picture_opens_large_and_closes_with_escape(page: Page) -> None:
    await page.locator("figure .zoomable").click()
    light = page.locator(".light")
    await expect(light.locator("img")).to_be_visible()
    before = await light.locator("img").bounding_box()
    await light.get_by_role("button", name="Enlarge").click()
    after = await light.locator("img").bounding_box()
    assert after["width"] > before["width"] * 1.3
    await page.keyboard.press("Escape")
    await expect(light).to_have_count(0)


async def test_buttons_selects_menus_and_questions_reach_the_app(page: Page, demo: Demo) -> None:
    card = page.locator("#main .msg.pinned")
    await card.locator('.pick[data-action="kind"] .pick-face').click()
    await page.locator("#float").get_by_role("option", name="Joy").click()
    await card.get_by_role("checkbox", name="Seen in the data").check()
    await card.get_by_role("radio", name="+1 Good").check()
    await card.locator('.moment[data-action="due"] input').fill("2027-01-31")
    await card.locator('[data-overflow][data-action="more"]').click()
    await page.get_by_role("menuitem", name="Delete").click()
    await card.get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("alertdialog")).to_contain_text("Remove this pain?")
    await page.get_by_role("button", name="Keep").click()
    await card.get_by_role("button", name="Remove").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    for _ in range(60):
        if len(demo.seen) >= 6:
            break
        await page.wait_for_timeout(50)
    seen = {one["action_id"]: one for one in demo.seen}
    assert seen["kind"]["selected_option"]["value"] == "joy"
    assert [option["value"] for option in seen["ticks"]["selected_options"]] == ["b"]
    assert seen["score"]["selected_option"]["value"] == "1"
    assert seen["due"]["selected_date"] == "2027-01-31"
    assert seen["more"]["selected_option"]["value"] == "delete"
    assert seen["remove"]["value"] == "7"
    assert sum(one["action_id"] == "remove" for one in demo.seen) == 1


async def test_every_kind_of_field_is_filled_in_and_arrives(page: Page, demo: Demo) -> None:
    await open_form(page)
    await expect(page.locator("#modal h1")).to_have_text("Add a pain")
    await field(page, "text").locator("input").fill("Price changes at the till")
    await field(page, "long").locator("textarea").fill("Twice a week,\nat least")
    await field(page, "number").locator("input").fill("12")
    await field(page, "email").locator("input").fill("li@example.com")
    await field(page, "url").locator("input").fill("https://example.com/a")
    await field(page, "rich").locator(".richedit").click()
    await field(page, "rich").get_by_role("button", name="Bold").click()
    await page.keyboard.type("I gave up")
    await choose(page, "kind", "Itch")
    await field(page, "stage").locator(".pick-face").click()
    await page.keyboard.type("Stage 11")
    await page.keyboard.press("Enter")
    await choose(page, "tags", "Price", "Trust", "Speed")
    await choose(page, "who", "Amara")
    await choose(page, "team", "Maya", "Li")
    await choose(page, "where", "#random")
    await choose(page, "channel", "#jacket-shop")
    await field(page, "touch").locator(".pick-face").click()
    await page.keyboard.type("news")
    await page.locator("#float").get_by_role("option", name="Newsletter").click()
    await field(page, "due").locator("input").fill("2026-12-24")
    await field(page, "time").locator("input").fill("16:30")
    await field(page, "moment").locator("input").fill("2026-12-24T09:15")
    await field(page, "evidence").get_by_role("checkbox", name="Interview").check()
    await field(page, "score").get_by_role("radio", name="−2 Awful").check()
    await (
        field(page, "file")
        .locator("input[type=file]")
        .set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"She left."})
    )
    await expect(field(page, "file").locator("li[data-file]")).to_contain_text("notes.txt")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    values = next(one["values"] for one in demo.seen if one["what"] == "submit")
    assert values["text"]["value"] == "Price changes at the till"
    assert values["long"]["value"] == "Twice a week,\nat least"
    assert values["number"]["value"] == "12"
    assert values["email"]["value"] == "li@example.com"
    assert values["url"]["value"] == "https://example.com/a"
    quote = values["rich"]["rich_text_value"]["elements"][0]["elements"][0]
    assert quote == {"type": "text", "text": "I gave up", "style": {"bold": True}}
    assert values["kind"]["selected_option"]["value"] == "itch"
    assert values["stage"]["selected_option"]["value"] == "s11"
    assert [option["value"] for option in values["tags"]["selected_options"]] == ["price", "trust"]
    assert values["who"]["selected_user"] == demo.people[3]
    assert values["team"]["selected_users"] == [demo.people[0], demo.people[2]]
    assert demo.simulator.world.channels[values["where"]["selected_conversation"]].name == "random"
    assert values["channel"]["selected_channel"] == demo.channel
    assert values["touch"]["selected_option"]["text"]["text"] == "Newsletter"
    assert values["due"]["selected_date"] == "2026-12-24"
    assert values["time"]["selected_time"] == "16:30"
    assert values["moment"]["selected_date_time"] == 1798100100
    assert [option["value"] for option in values["evidence"]["selected_options"]] == ["interview"]
    assert values["score"]["selected_option"]["value"] == "-2"
    assert values["file"]["files"][0]["name"] == "notes.txt"


async def test_errors_stand_at_their_field_and_nothing_typed_is_lost(page: Page, demo: Demo) -> None:
    await open_form(page)
    await field(page, "number").locator("input").fill("many")
    await choose(page, "tags", "Price")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#modal .field.bad .error")).to_have_count(2)
    await field(page, "text").locator("input").fill("wrong")
    await field(page, "number").locator("input").fill("3")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#modal .error")).to_have_text(["Say what hurts, not that it is wrong."])
    await expect(field(page, "text").locator("input")).to_be_focused()
    await expect(field(page, "text").locator("input")).to_have_value("wrong")
    await expect(field(page, "tags").locator(".chip")).to_have_text(["Price"])


async def test_a_form_that_changes_while_one_types_keeps_what_was_typed(page: Page, demo: Demo) -> None:
    await open_form(page)
    await field(page, "text").locator("input").fill("Half a sent")
    await choose(page, "who", "Jonas")
    await page.get_by_role("checkbox", name="Ask for a reason").check()
    await expect(field(page, "reason")).to_be_visible()
    await expect(field(page, "text").locator("input")).to_have_value("Half a sent")
    await expect(field(page, "who").locator(".pick-show")).to_have_text("Jonas Berg")
    await page.get_by_role("button", name="Push another").click()
    await expect(page.locator("#modal h1")).to_have_text("Second page")
    await page.locator("#modal").get_by_role("button", name="Back").click()
    await expect(field(page, "text").locator("input")).to_have_value("Half a sent")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_app_that_does_not_answer_is_said_plainly_and_the_words_stay(page: Page, demo: Demo) -> None:
    demo.simulator.core.ack_seconds = 0.4
    await type_command(page, "/journey slow")
    await expect(page.locator("#main .sorry")).to_contain_text("Cairn did not answer in time")
    await expect(page.locator("#main form.composer textarea")).to_have_value("/journey slow")
    await open_form(page)
    await field(page, "text").locator("input").fill("slow")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#modal .sheet-trouble")).to_contain_text("did not answer in time")
    await expect(field(page, "text").locator("input")).to_have_value("slow")


async def test_a_thread_opens_takes_a_reply_and_refuses_commands(page: Page, demo: Demo) -> None:
    await page.locator("#main .replies").first.click()
    thread = page.locator("#thread")
    await expect(thread).to_contain_text("what does the customer do?")
    await expect(thread.locator(".edited")).to_have_text("(edited)")
    box = thread.locator("textarea")
    await box.fill("She looks for <reviews> @Li Wei")
    await box.press("Enter")
    await expect(thread.locator(".msg").last).to_contain_text("She looks for <reviews> @Li Wei")
    await box.fill("/journey pain")
    await box.press("Enter")
    await expect(thread.locator(".sorry")).to_contain_text("does not work in threads")
    await box.fill("")
    await thread.get_by_role("button", name="Say hello").click()
    await expect(thread).to_contain_text("Hello @Maya Cohen, you pressed 1")


async def test_each_person_sees_their_own_and_badges_count_what_is_new(page: Page, demo: Demo) -> None:
    await type_command(page, "/journey")
    await expect(page.locator("#main .msg.private")).to_have_count(1)
    await type_command(page, "Hello everybody :wave:")
    await expect(page.locator("#main .msg").last).to_contain_text("Hello everybody 👋")
    jonas = page.locator("#rail .who", has_text="Jonas")
    await expect(jonas.locator(".count")).to_be_visible()
    await jonas.click()
    await expect(page.locator("#side .me")).to_contain_text("Jonas Berg")
    await expect(page.locator("#main h1")).to_contain_text("jacket-shop")
    await expect(page.locator("#main .msg.private")).to_have_count(0)
    await expect(page.locator("#main .newline")).to_have_count(1)
    await expect(jonas.locator(".count")).to_have_count(0)


async def test_suggestions_help_to_type_and_unknown_commands_are_explained(page: Page) -> None:
    box = page.locator("#main form.composer textarea")
    await box.press_sequentially("/journey pa")
    await expect(page.locator("#main .suggest .item code")).to_have_text(["/journey pain"])
    await box.press("Tab")
    await expect(box).to_have_value("/journey pain ")
    await type_command(page, "/nothing")
    await expect(page.locator("#main .sorry")).to_contain_text("/nothing is not a command")


async def test_shortcuts_of_messages_and_of_the_workspace_open_their_forms(page: Page, demo: Demo) -> None:
    message = page.locator("#main .msg", has_text="Half of my tickets")
    await message.hover()
    await message.get_by_role("button", name="More actions for this message").click()
    await page.get_by_role("menuitem", name="Add to journey map").click()
    await expect(field(page, "text").locator("input")).to_have_value(
        "Half of my tickets are about the price changing at checkout."
    )
    await page.locator("#modal").get_by_role("button", name="Not now").click()
    await page.locator("#main").get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Open Cairn").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Hello from a shortcut")


async def test_the_home_the_files_and_the_clock(page: Page, demo: Demo) -> None:
    await page.locator("#side").get_by_role("link", name="Cairn: Home").click()
    await expect(page.locator("#main")).to_contain_text("Your journeys")
    await page.locator("#main").get_by_role("button", name="Open the form").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.locator("#side").get_by_role("link", name="Files").click()
    await expect(page.locator(".tile")).to_have_count(2)
    before = demo.simulator.clock.now()
    await page.get_by_role("button", name="+1 week").click()
    await expect(page.locator(".toast")).to_contain_text("It is ")
    assert 6.9 < (demo.simulator.clock.now() - before).days + 1 < 8.1


async def test_the_link_of_a_message_leads_to_it(page: Page, demo: Demo) -> None:
    first = demo.simulator.world.seen_by(demo.people[0], demo.channel)[0]
    link = f"{demo.simulator.url}/archives/{demo.channel}/p{first.ts.replace('.', '')}"
    await type_command(page, f"Look at {link}")
    await page.locator("#side").get_by_role("link", name="random").click()
    await expect(page.locator("#main h1")).to_contain_text("random")
    await page.goto(link)
    await expect(page.locator("#main h1")).to_contain_text("jacket-shop")
    await page.locator("#main .msg").last.get_by_role("link").click()
    await expect(page.locator("#main .msg.flash")).to_contain_text("Morning!")


async def test_on_a_phone_one_pane_shows_at_a_time_and_nothing_is_cut_off(phone: Page, demo: Demo) -> None:
    wide = "() => document.documentElement.scrollWidth <= innerWidth && [...document.querySelectorAll('.top, .composer, .msg-body')].every(one => one.getBoundingClientRect().right <= innerWidth + 1)"
    assert await phone.evaluate(wide)
    await expect(phone.locator("#side")).to_be_hidden()
    await phone.locator("#main .back").click()
    await expect(phone.locator("#side")).to_be_visible()
    await expect(phone.locator("#main")).to_be_hidden()
    await phone.locator("#side").get_by_role("link", name="jacket-shop").click()
    await phone.locator("#main .replies").first.click()
    await expect(phone.locator("#thread")).to_be_visible()
    await expect(phone.locator("#main")).to_be_hidden()
    assert await phone.evaluate(wide)
    await phone.locator("#thread .back").click()
    await phone.locator("#main form.composer textarea").fill("/journey")
    await phone.locator("#main .send").click()
    await phone.get_by_role("button", name="Open the form").click()
    sheet = await phone.get_by_role("dialog").bounding_box()
    assert (round(sheet["width"]), round(sheet["height"])) == (390, 844)
    await field(phone, "text").locator("input").fill("From the tram")
    await choose(phone, "who", "Amara")
    await phone.get_by_role("button", name="Save").click()
    await expect(phone.get_by_role("dialog")).to_have_count(0)
    assert demo.seen[-1]["values"]["who"]["selected_user"] == demo.people[3]
