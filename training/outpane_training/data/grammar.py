"""Articles and plurals of the nouns in captions."""

import re

from .vocabulary import Vocabulary

COLOUR_WORD = re.compile(
    r"\b(red|orange|yellow|green|blue|purple|pink|teal|brown|black|white|golden|gold|light|dark)\b ?"
)
PHRASE_WORD = re.compile(r"\b(face with|smiling|grinning|with|in|on|at|and)\b")
"""Makes a name a phrase, which has no plural."""
DETERMINERS = ("a ", "an ", "the ", "my ")


def article(vocabulary: Vocabulary, phrase: str) -> str:
    """The phrase with "a" or "an", or as it is where English has none."""
    head = phrase.split(" of ")[0]
    uncounted = vocabulary.uncounted
    if head in uncounted or head.split(" ")[-1] in uncounted or phrase.startswith(DETERMINERS):
        return phrase
    short_u = phrase.startswith(("um", "un")) and not phrase.startswith("uni")
    vowel = phrase[0] in "aeio" or short_u or phrase.startswith("x ray")
    return f"{'an' if vowel else 'a'} {phrase}"


def regular_plural(noun: str) -> str:
    if noun.endswith("es"):
        return noun
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def plural(vocabulary: Vocabulary, noun: str) -> str | None:
    """Plural of the noun that ends the phrase; None where it has no natural one."""
    if " of " in noun:
        holder, what = noun.split(" of ", 1)
        many = plural(vocabulary, holder)
        return f"{many} of {what}" if many else None
    head, _, last = noun.rpartition(" ")
    if noun in vocabulary.uncounted or last in vocabulary.uncounted or PHRASE_WORD.search(noun):
        return None
    if noun in vocabulary.plurals:
        return vocabulary.plurals[noun]
    return f"{head} {vocabulary.plurals.get(last) or regular_plural(last)}".strip()


def without_colour(noun: str) -> str:
    return COLOUR_WORD.sub("", noun).strip()
