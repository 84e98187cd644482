"""What rules of counting look for in a text.

Compiling these takes a tenth of a second and several megabytes, so that nothing imports
this module before a text is counted.
"""

import regex

from .counting import BLANKS
from .domains import TOP_LEVEL_DOMAINS


GRAPHEME = regex.compile(r"\X")

# Letters an address may have besides a-z, where X takes it for one.
_ACCENTED = "À-ÖØ-öø-ɏ\u0300-\u036fḀ-ỿ"
_PLAIN = f"a-z0-9{_ACCENTED}"
# 63 is the longest label of DNS; it also keeps a hostile text from being slow.
_PLAIN_LABEL = rf"[{_PLAIN}](?:[{_PLAIN}\-]{{0,61}}[{_PLAIN}])?"
# After https:// a label may be of any script: anything but ASCII signs, blanks and
# marks of direction. (Upper case is gone when this is looked for.)
_ANY = rf"[^\x00-/:-`{{-\xa0\u061c\u180e\u200e\u200f\u202a-\u202e\u2066-\u2069{BLANKS}]"
_ANY_LABEL = rf"{_ANY}(?:(?:{_ANY}|-){{0,61}}{_ANY})?"
_ANY_SUBDOMAIN = rf"{_ANY}(?:(?:{_ANY}|[_\-]){{0,61}}{_ANY})?"
_LISTED = "|".join(TOP_LEVEL_DOMAINS.split())
_LAST_LABEL_ENDS = r"(?![0-9a-z@+\-])"
_PUNYCODE = r"xn--[0-9a-z\-]+"
_IN_PATH = rf"[a-z0-9!*';:=+,.$/%#\[\]\-–_~@|&Ѐ-ӿ{_ACCENTED}]"
_ENDS_PATH = rf"[a-z0-9+\-=_#/Ѐ-ӿ{_ACCENTED}]"
_PARENTHESES = rf"\((?:{_IN_PATH}+|{_IN_PATH}*\({_IN_PATH}+\){_IN_PATH}*)\)"
_PATH = rf"/(?:(?:{_IN_PATH}|{_PARENTHESES})*(?:{_ENDS_PATH}|{_PARENTHESES}))?"
_QUERY = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]"
# With its scheme: any last label of letters, then port, path, query.
_FULL = (
    rf"(?<![a-z0-9@＠$#＃])https?://(?:{_ANY_SUBDOMAIN}\.)*{_ANY_LABEL}\."
    rf"(?:(?:{_LISTED}|[a-z]{{2,63}}){_LAST_LABEL_ENDS}|{_PUNYCODE})"
    rf"(?::[0-9]+)?(?:{_PATH})?(?:{_QUERY})?"
)
# Without: a listed last label; port and query only count where a path is.
_BARE = (
    rf"(?<![{_PLAIN}@＠$#＃_./\-])(?:{_PLAIN_LABEL}\.)+"
    rf"(?:(?:{_LISTED}){_LAST_LABEL_ENDS}|{_PUNYCODE})"
    rf"(?:(?::[0-9]+)?{_PATH}(?:{_QUERY})?)?"
)
FULL_ADDRESS = regex.compile(_FULL)
ADDRESS = regex.compile(f"{_FULL}|{_BARE}")

# A variation selector only belongs to a character that is text without it.
_PICTURE = (
    r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Emoji_Presentation}"
    r"|\p{Extended_Pictographic}\ufe0f|(?![©®])\p{Extended_Pictographic})"
)
EMOJI = regex.compile(
    r"[0-9#*]\ufe0f?\u20e3|\p{Regional_Indicator}{2}"
    rf"|{_PICTURE}(?:[\U000e0020-\U000e007e]+\U000e007f)?(?:\u200d{_PICTURE})*"
)
LIGHT = regex.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")

# An account on another server, of which only "@ada" counts. What follows has to be a
# whole host of plain ASCII, or all of it counts.
MENTION = regex.compile(
    r"(?<![=/\p{Letter}\p{Mark}\p{Decimal_Number}\p{Connector_Punctuation}])"
    r"@([a-z0-9_]+(?:[.\-]+[a-z0-9_]+)*)"
    r"@[a-z0-9]+(?:[.\-]+[a-z0-9]+)*"
    rf"(?![.\-]*[a-z0-9_@＠{_ACCENTED}]|://)"
)
