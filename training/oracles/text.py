"""Token ids as Python gives them: python text.py BPE_SIMPLE_VOCAB.txt.gz OUT_DIR.

CLIP's merges come from open-clip-torch (MIT); the first 2000 of them make a vocabulary that is small enough for the repository. Tokenizers
of Qwen's, T5's and BERT's kind are trained here on the starter's prompts. `src/text/tokenizers.test.ts` compares."""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import CLIPTokenizer

MERGES = 2000
PROMPTS = Path(__file__).parent.parent / "prompts.txt"
HARD = [
    "",
    " ",
    "a photo of a cat",
    "A PHOTO of a Cat!!",
    "  two   spaces\tand\ttabs\nand lines \r\n",
    "caf\u00e9 cafe\u0301 na\u00efve \u00c5ngstr\u00f6m \u0130stanbul stra\u00dfe",
    "\U0001f34e a red apple \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "\u65e5\u672c\u306e\u82b1 \u4e2d\u6587\u63d0\u793a \ud55c\uad6d\uc5b4",
    "control\u0000\u0007 characters\u200b\u00ad\ufeff here",
    "it's they're I'm he'd we'll don't 'quoted'",
    "1234567 12.5% #1 @home x86_64 C++",
    "an owl, wearing (a hat:1.3), [blurred], {one|two}, __name__ \\( \\)",
    "\u2018curly\u2019 \u201cquotes\u201d \u2014 dashes \u2026 \u00bd \u00b2 \ufb01ne \uff21\uff22",
    "<|startoftext|> a <|endoftext|> b <|im_end|> </s>",
    "\u0410\u043f\u0444\u0435\u043b \u05e2\u05d1\u05e8\u05d9\u05ea \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0939\u093f\u0928\u094d\u0926\u0940",
    "antidisestablishmentarianism supercalifragilistic",
    "next\u0085line\u2028separator\u001cfield\u3000wide\u00a0no break\u180evowel",
    "\ufeffbyte order mark, word\ufeffjoined",
    "a red house " * 100,
]


def clip_files(bpe: Path, folder: Path) -> CLIPTokenizer:
    """vocab.json and merges.txt of the first merges, in CLIP's order, and the tokenizer of both."""
    lines = gzip.decompress(bpe.read_bytes()).decode("utf-8").split("\n")[1 : MERGES + 1]
    alphabet = list(pre_tokenizers.ByteLevel.alphabet())
    # CLIP's order: printable bytes first, the others after them, each by its number.
    order = sorted(alphabet, key=lambda sign: (ord(sign) >= 256, ord(sign)))
    words = order + [sign + "</w>" for sign in order] + ["".join(line.split()) for line in lines]
    vocab = {word: i for i, word in enumerate([*words, "<|startoftext|>", "<|endoftext|>"])}
    (folder / "clip_merges.txt").write_text("\n".join(["#version: 0.2", *lines, ""]), encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        (Path(temporary) / "vocab.json").write_text(json.dumps(vocab))
        (Path(temporary) / "merges.txt").write_text("\n".join(["#version: 0.2", *lines, ""]))
        return CLIPTokenizer(str(Path(temporary) / "vocab.json"), str(Path(temporary) / "merges.txt"))


def qwen_like() -> Tokenizer:
    pattern = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
        r"|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=["<|im_end|>"], initial_alphabet=alphabet)
    tokenizer.train_from_iterator(PROMPTS.read_text().splitlines(), trainer)
    return tokenizer


def t5_like() -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>")
    tokenizer.train_from_iterator(PROMPTS.read_text().splitlines(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return tokenizer


def bert_like() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=400, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.train_from_iterator(PROMPTS.read_text().splitlines(), trainer)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def main() -> None:
    bpe, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    clip = clip_files(bpe, folder)
    ids: dict[str, list[list[int]]] = {"clip": [clip(text)["input_ids"] for text in HARD]}
    for name, tokenizer in {"qwen": qwen_like(), "t5": t5_like(), "bert": bert_like()}.items():
        (folder / f"{name}.json").write_text(json.dumps(json.loads(tokenizer.to_str()), separators=(",", ":")))
        ids[name] = [tokenizer.encode(text).ids for text in HARD]
    (folder / "ids.json").write_text(json.dumps({"texts": HARD, "ids": ids}, separators=(",", ":")))


if __name__ == "__main__":
    main()
