"""Usage: check_layout.py INCLUDE LAYOUT.C: layout.c asserts the size of every public struct and the offset of every field, in the order of the header."""
import re
import sys

from headers import read_headers


def main():
    structs = {tag: [name for _, name in fields] for tag, fields in read_headers(sys.argv[1], "all").structs.items() if fields and tag.startswith("patron_")}
    with open(sys.argv[2], encoding="utf-8") as handle:
        text = handle.read()
    wrong = []
    for tag, fields in structs.items():
        if not re.search(rf"\bSIZE\({tag}, \d+\)", text):
            wrong.append(f"{tag}: its size is not asserted")
        asserted = re.findall(rf"\bAT\({tag}, (\w+), \d+\)", text)
        if asserted != fields:
            wrong.append(f"{tag}: asserted {asserted}, the header has {fields}")
    wrong += [f"{tag}: asserted, but not in a header" for tag in sorted(set(re.findall(r"\bSIZE\((\w+),", text)) - set(structs) - {"type"})]
    print("\n".join(wrong) or f"{len(structs)} structs")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
