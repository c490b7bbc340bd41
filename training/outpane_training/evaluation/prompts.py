"""The fixed prompts: 300 of the vocabulary's words in seven kinds, and 60 as strangers type them."""

import csv
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Prompt:
    """`things`: what must be on the picture, each with the names that count for it. The rest is empty where nothing
    is asked.
    """

    kind: str
    text: str
    things: list[list[str]]
    style: str
    ground: str
    sky: str
    colour: str
    count: int


def read_prompts() -> list[Prompt]:
    """The rows of prompts.tsv, which is never changed: numbers of different revisions are compared."""
    text = resources.files(__package__).joinpath("prompts.tsv").read_text("utf8")
    return [
        Prompt(
            kind=row["kind"],
            text=row["prompt"],
            things=[names.split("/") for names in row["things"].split(";")],
            style=row["style"],
            ground=row["ground"],
            sky=row["sky"],
            colour=row["colour"],
            count=int(row["count"] or 0),
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    ]
