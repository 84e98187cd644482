"""Finds the words of a lead's list in what somebody wrote."""

from .wording import words_of


def lines(text: str) -> list[str]:
    """Return what stands on the lines of ``text``, each once, without empty ones."""
    found = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in found if line))


def find_listed(listed: str, text: str) -> list[str]:
    """Return the entries of a list that stand in ``text``, as the list has them.

    Whole words, whatever their case, accents and look-alike letters are; an entry of
    several words also where they are written as one, as in a hashtag.

    :param listed: one entry to a line.
    """
    words = words_of(text)
    running = f" {' '.join(words)} "
    single = set(words)
    return [entry for entry in lines(listed) if _stands_in(entry, running, single)]


def _stands_in(entry: str, running: str, single: set[str]) -> bool:
    words = words_of(entry)
    if not words:
        return False
    return f" {' '.join(words)} " in running or "".join(words) in single
