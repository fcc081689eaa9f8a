"""Slack's :names: of emoji as characters."""

import re
import unicodedata
from functools import lru_cache

# Names that differ from Unicode's own; the rest is looked up there (":rocket:" is ROCKET).
_NAMES = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "wave": "👋", "clap": "👏", "pray": "🙏",
    "raised_hands": "🙌", "raised_hand": "✋", "point_right": "👉", "point_left": "👈", "point_up": "☝️",
    "point_down": "👇", "ok_hand": "👌", "muscle": "💪", "writing_hand": "✍️", "handshake": "🤝", "eyes": "👀",
    "smile": "😄", "smiley": "😃", "grinning": "😀", "blush": "😊", "wink": "😉", "slightly_smiling_face": "🙂",
    "heart_eyes": "😍", "star-struck": "🤩", "joy": "😂", "neutral_face": "😐", "thinking_face": "🤔",
    "expressionless": "😑", "confused": "😕", "worried": "😟", "slightly_frowning_face": "🙁", "frowning": "😦",
    "white_frowning_face": "☹️", "disappointed": "😞", "persevere": "😣", "cry": "😢", "sob": "😭", "angry": "😠",
    "rage": "😡", "weary": "😩", "tired_face": "😫", "relieved": "😌", "sunglasses": "😎", "hugging_face": "🤗",
    "tada": "🎉", "sparkles": "✨", "star": "⭐", "star2": "🌟", "fire": "🔥", "heart": "❤️", "broken_heart": "💔",
    "green_heart": "💚", "yellow_heart": "💛", "orange_heart": "🧡", "blue_heart": "💙", "100": "💯",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️", "x": "❌",
    "negative_squared_cross_mark": "❎", "warning": "⚠️", "no_entry": "⛔", "no_entry_sign": "🚫", "question": "❓",
    "grey_question": "❔", "exclamation": "❗", "grey_exclamation": "❕", "bangbang": "‼️", "information_source": "ℹ️",
    "bulb": "💡", "zap": "⚡", "boom": "💥", "rotating_light": "🚨", "construction": "🚧", "bell": "🔔",
    "no_bell": "🔕", "mega": "📣", "loudspeaker": "📢", "speech_balloon": "💬", "thought_balloon": "💭",
    "left_speech_bubble": "🗨️", "mag": "🔍", "mag_right": "🔎", "lock": "🔒", "unlock": "🔓", "key": "🔑",
    "link": "🔗", "pushpin": "📌", "round_pushpin": "📍", "paperclip": "📎", "pencil": "📝", "memo": "📝",
    "pencil2": "✏️", "book": "📖", "books": "📚", "bookmark": "🔖", "label": "🏷️", "page_facing_up": "📄",
    "page_with_curl": "📃", "clipboard": "📋", "file_folder": "📁", "open_file_folder": "📂", "wastebasket": "🗑️",
    "card_index_dividers": "🗂️", "calendar": "📅", "date": "📅", "spiral_calendar_pad": "🗓️", "clock1": "🕐",
    "alarm_clock": "⏰", "stopwatch": "⏱️", "timer_clock": "⏲️", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "watch": "⌚", "bar_chart": "📊", "chart_with_upwards_trend": "📈",
    "chart_with_downwards_trend": "📉", "dart": "🎯", "trophy": "🏆", "medal": "🏅", "checkered_flag": "🏁",
    "triangular_flag_on_post": "🚩", "waving_white_flag": "🏳️", "world_map": "🗺️", "compass": "🧭",
    "footprints": "👣", "mountain": "⛰️", "snow_capped_mountain": "🏔️", "camping": "🏕️", "rock": "🪨",
    "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "shopping_trolley": "🛒", "shopping_bags": "🛍️",
    "package": "📦", "credit_card": "💳", "moneybag": "💰", "gift": "🎁", "truck": "🚚", "telephone": "☎️",
    "phone": "☎️", "telephone_receiver": "📞", "iphone": "📱", "computer": "💻", "desktop_computer": "🖥️",
    "email": "✉️", "envelope": "✉️", "incoming_envelope": "📨", "inbox_tray": "📥", "outbox_tray": "📤",
    "gear": "⚙️", "wrench": "🔧", "hammer_and_wrench": "🛠️", "robot_face": "🤖", "art": "🎨", "frame_with_picture": "🖼️",
    "camera": "📷", "house": "🏠", "office": "🏢", "hospital": "🏥", "seedling": "🌱", "leaves": "🍃",
    "sunny": "☀️", "cloud": "☁️", "rain_cloud": "🌧️", "umbrella": "☔", "rainbow": "🌈", "coffee": "☕",
    "arrow_right": "➡️", "arrow_left": "⬅️", "arrow_up": "⬆️", "arrow_down": "⬇️", "arrow_forward": "▶️",
    "arrow_backward": "◀️", "arrows_counterclockwise": "🔄", "repeat": "🔁", "fast_forward": "⏩", "rewind": "⏪",
    "heavy_plus_sign": "➕", "heavy_minus_sign": "➖", "small_blue_diamond": "🔹", "small_orange_diamond": "🔸",
    "large_blue_circle": "🔵", "red_circle": "🔴", "large_green_circle": "🟢", "large_yellow_circle": "🟡",
    "large_orange_circle": "🟠", "white_circle": "⚪", "black_circle": "⚫", "large_green_square": "🟩",
    "large_red_square": "🟥", "large_yellow_square": "🟨", "white_large_square": "⬜", "black_large_square": "⬛",
    "one": "1️⃣", "two": "2️⃣", "three": "3️⃣", "four": "4️⃣", "five": "5️⃣", "six": "6️⃣", "seven": "7️⃣",
    "eight": "8️⃣", "nine": "9️⃣", "zero": "0️⃣", "keycap_ten": "🔟",
}  # fmt: skip

_SHORTCODE = re.compile(r":([a-z0-9_+\-]{1,60}):(?::skin-tone-[2-6]:)?")


def with_emoji(text: str) -> str:
    """Replace every known :name:; what is no emoji stays as written."""
    return _SHORTCODE.sub(lambda match: character(match[1]) or match[0], text)


@lru_cache(maxsize=1024)
def character(name: str) -> str:
    """Find the character of a name, or give an empty string."""
    if name in _NAMES:
        return _NAMES[name]
    for wanted in (name, f"{name}_face", f"{name}_sign"):
        try:
            found = unicodedata.lookup(wanted.replace("_", " "))
        except KeyError:
            continue
        if unicodedata.category(found) == "So":
            return found
    return ""
