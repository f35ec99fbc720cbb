"""Usage: check_layout.py INCLUDE LAYOUT.C: layout.c asserts the size of every public struct and the offset of every field, in the order of the header.

The lines of a struct that is not there yet are printed, to be pasted; the compiler then judges them."""
import re
import sys

from headers import read_headers

SIZES = {"char": 1, "double": 8, "patron_status": 4, "patron_customer": 8}


def size_of(kind):
    """Size and alignment of a field where pointers have 64 bits."""
    element, _, count = kind.partition("[")
    word = element.replace("const", "").strip()
    bits = re.fullmatch(r"u?int(\d+)_t", word)
    size = 8 if "*" in element else int(bits.group(1)) // 8 if bits else SIZES.get(word, 8)
    return size * (int(count.rstrip("]")) if count else 1), size


def lines_of(tag, fields):
    found, offset, alignment = [], 0, 1
    for kind, name in fields:
        size, align = size_of(kind)
        offset = (offset + align - 1) // align * align
        found.append(f"AT({tag}, {name}, {offset});")
        offset, alignment = offset + size, max(alignment, align)
    return [f"SIZE({tag}, {(offset + alignment - 1) // alignment * alignment});"] + found


def main():
    structs = {tag: fields for tag, fields in read_headers(sys.argv[1], "all").structs.items() if fields and tag.startswith("patron_")}
    with open(sys.argv[2], encoding="utf-8") as handle:
        text = handle.read()
    wrong = []
    for tag, fields in structs.items():
        asserted = re.findall(rf"\bAT\({tag}, (\w+), \d+\)", text)
        if asserted != [name for _, name in fields] or not re.search(rf"\bSIZE\({tag}, \d+\)", text):
            wrong.append(f"/* {tag} is not asserted, or not as the header has it: */\n" + "\n".join(lines_of(tag, fields)))
    wrong += [f"{tag}: asserted, but not in a header" for tag in sorted(set(re.findall(r"\bSIZE\((\w+),", text)) - set(structs) - {"type"})]
    print("\n\n".join(wrong) or f"{len(structs)} structs")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
