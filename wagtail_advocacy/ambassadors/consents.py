from dataclasses import dataclass

from wagtail_advocacy.registry import Registry


@dataclass(frozen=True)
class Purpose:
    """Something a person may say yes or no to.

    :param key: stable name, stored in every ledger entry.
    :param wording: version of the sentence the person agreed to; change it with
        the sentence, so that the ledger says what was read.
    """

    key: str
    wording: str


purposes: Registry[Purpose] = Registry("consent purpose")

TAKE_PART = purposes.register(Purpose("take_part", wording="2026-11"))
