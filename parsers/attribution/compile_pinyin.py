"""Make the table of pinyin: `python -m parsers.attribution.compile_pinyin`.

Run by hand after `compile_divisions`; needs pypinyin, which nothing else here does.
"""

from __future__ import annotations

import gzip

from pypinyin import lazy_pinyin

from parsers.attribution.compile_divisions import DATA
from parsers.attribution.divisions import register, stem_of


def main() -> None:
    """Write characters, and the stems that are not read character by character."""
    known = register()
    single = {character: lazy_pinyin(character)[0] for character in sorted(known.characters)}
    table = {character: [sound] for character, sound in single.items()}
    for name in sorted(known.all_names()):
        stem = stem_of(name)
        sounds = lazy_pinyin(stem)
        if len(stem) > 1 and sounds != [single.get(character) for character in stem]:
            table[stem] = sounds
    lines = [f"{name},{' '.join(sounds)}" for name, sounds in table.items()]
    data = ("\n".join(lines) + "\n").encode()
    (DATA / "pinyin.csv.gz").write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main()
