"""The steps of the Dockerfile in a clean root: the program runs there as nobody special, and nothing can be written."""

import asyncio
import re
import signal
import subprocess
import time

import pytest

from bot.simulator.server import Simulator
from bot.simulator.state import World
from tests.bot import image
from tests.bot.image import Image
from tests.bot.test_running import PATIENCE, free_port

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Image:
    if not image.walls():
        pytest.skip("a root of its own can be made by the administrator of a Linux machine only")
    made = Image.build(tmp_path_factory.mktemp("image"))
    # A new volume belongs to whom the folder in the image belongs to.
    there = (made.root / "data").stat()
    assert (oct(there.st_mode & 0o777), there.st_uid) == ("0o700", 10001)
    made.data.chmod(0o700)
    subprocess.run(["chown", f"{there.st_uid}:{there.st_gid}", str(made.data)], check=True)
    return made


def test_it_runs_as_nobody_special_and_can_write_only_its_data_and_what_is_temporary(built: Image) -> None:
    assert built.say("id", "-u").stdout.strip() == "10001"
    assert re.search(r"CapBnd:\s0+\n", built.say("cat", "/proc/self/status").stdout)
    for place, fine in (
        ("/cairn", False),
        ("/etc", False),
        ("/usr", False),
        ("/", False),
        ("/data", True),
        ("/tmp", True),
    ):
        assert (built.say("touch", f"{place}/touched").returncode == 0) is fine, place
    # What was compiled in the build is there: nothing has to be compiled at every start.
    assert "/cairn/bot/__pycache__/" in built.say("python", "-c", "import bot.app as it; print(it.__cached__)").stdout


def test_fonts_and_cairo_are_inside_and_a_program_without_tokens_says_what_it_lacks(built: Image) -> None:
    assert "brought up to date" in built.say("python", "-m", "bot", "db", "upgrade").stdout
    assert "holds 0 rows" in built.say("python", "-m", "bot", "backup").stdout
    words = ("render", "workflows/presets/ecommerce.en.yaml", "--out", "/data/map.png")
    drawn = built.say("python", "-m", "bot", *words)
    assert (built.data / "map.png").read_bytes().startswith(b"\x89PNG"), drawn.stderr
    refused = built.say()
    assert refused.returncode == 2
    assert "SLACK_BOT_TOKEN is missing" in refused.stderr


async def test_it_starts_is_healthy_answers_slack_and_leaves_when_it_is_told_to(built: Image) -> None:
    world, port = World(), str(free_port())
    ana = world.add_user("ana", "Ana Ruiz")
    world.add_channel("shop", [ana.id, world.bot_user_id])
    async with Simulator(world) as simulator:
        core = simulator.core
        environment = {
            "SLACK_BOT_TOKEN": core.bot_token,
            "SLACK_SIGNING_SECRET": core.signing_secret,
            "SLACK_API_URL": simulator.api_url,
            "PORT": port,
        }
        assert subprocess.run(built.health(**environment), capture_output=True, check=False).returncode
        process = subprocess.Popen(built.command(**environment), stderr=subprocess.PIPE, text=True)
        try:
            deadline = time.monotonic() + 2 * PATIENCE
            while (await healthy(built, environment)) is False and process.poll() is None:
                assert time.monotonic() < deadline, "it never was healthy"
            simulator.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            answer = await simulator.hand("ana").command("#shop", "/journey help")
            assert answer.text
            doctor = await asyncio.to_thread(built.say, "python", "-m", "bot", "doctor", **environment)
            assert doctor.returncode == 0, doctor.stdout
            process.send_signal(getattr(signal, dict(image.steps())["STOPSIGNAL"]))
            _out, written = await asyncio.to_thread(process.communicate, timeout=PATIENCE)
        finally:
            process.kill()
            process.wait()
    assert process.returncode == 0, written
    assert "Traceback" not in written
    assert {one.name for one in built.data.iterdir()} >= {"cairn.sqlite"}


async def healthy(built: Image, environment: dict[str, str]) -> bool:
    asked = await asyncio.to_thread(subprocess.run, built.health(**environment), capture_output=True, check=False)
    return asked.returncode == 0
