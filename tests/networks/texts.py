"""Texts to try the counting on: what people type, and what nobody should."""

from hypothesis import strategies as st


WORDS = [
    *"aZ09 .,;:!?-_/@#$%&+()[]'\"<>|~",
    "\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u202f",
    "\u3000",
    "Bonjour",
    "été",
    "e\u0301",
    "œuvre",
    "«",
    "…",
    "—",
    "€",
    "ſ",
    "K",
    "日本",
    "한국",
    "\u1112\u1161\u11ab",
    "שלום",
    "مرحبا",
    "\u0938\u094d\u0924",
    "\u0e01\u0e47",
    "Tiếng",
]
JOINERS = [
    "\u0301",
    "\u0323",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200f",
    "\u202e",
    "\ufe0e",
    "\ufe0f",
    "\u20e3",
    "\U0001f3fd",
    "\U000e0067",
    "\U000e007f",
    "\ufeff",
    "\ud83d",
    "\ude00",
    "\x00",
    "\x1c",
    "\x85",
]
EMOJI = [
    "😀",
    "🎉",
    "❤",
    "❤\ufe0f",
    "❤\ufe0f\u200d🔥",
    "☺",
    "©",
    "©\ufe0f",
    "™",
    "1\ufe0f\u20e3",
    "👍",
    "👍\U0001f3fd",
    "👨\u200d👩\u200d👧\u200d👦",
    "🏳\ufe0f\u200d🌈",
    "🕵\U0001f3fd\u200d♀\ufe0f",
    "\U0001f1eb\U0001f1f7",
    "\U0001f1eb",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
]
ADDRESSES = [
    "https://",
    "http://",
    "HTTPS://",
    "www.",
    "example",
    "example.com",
    "Example.COM",
    "café.fr",
    "日本.jp",
    ".com",
    ".co.uk",
    ".html",
    ".рф",
    "xn--p1ai",
    ":8000",
    "/path",
    "/é/ü",
    "/a_(b)",
    "?q=1&r=2",
    "#top",
    "jo@",
    "@ada",
    "@ada@example.social",
    "@ada-l.x_y@a-b.example",
    "＠",
    "://",
    "https://example.com/a?b=c",
    "https://go.example.com/s/Ab3xY9",
    "http://127.0.0.1:8000/",
]

# Only assigned characters: Python and the browser may know different Unicodes.
any_character = st.characters(exclude_categories=["Cn"])

texts = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(JOINERS),
        st.sampled_from(EMOJI),
        st.sampled_from(ADDRESSES),
        any_character,
    ),
    max_size=14,
).map("".join)

links = st.sampled_from(
    [
        "",
        "https://go.example.com/s/Ab3xY9",
        "http://127.0.0.1:8000/go/s/Ab3xY9",
        "https://example.com/a?b=c",
    ]
)
