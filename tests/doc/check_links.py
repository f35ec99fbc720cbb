"""Usage: check_links.py SOURCE: every relative link and picture of every page of the sources leads to a file that is there, so that pages can be read where they lie as well as made into HTML."""
import os
import re
import sys

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def pages(source):
    for folder, folders, files in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".") and not os.path.exists(os.path.join(folder, name, "meson-private"))]
        yield from (os.path.join(folder, name) for name in files if name.endswith(".md"))


def dead_links(page):
    with open(page, encoding="utf-8") as handle:
        text = CODE.sub("", handle.read())
    for target in LINK.findall(text):
        path = target.split("#")[0]
        if not re.match(r"[a-z]+:", target) and path and not os.path.exists(os.path.join(os.path.dirname(page), path)):
            yield f"{page}: {target} is not there"


def main():
    found = sorted(pages(sys.argv[1]))
    wrong = [line for page in found for line in dead_links(page)]
    print(*wrong, f"{len(found)} pages", sep="\n")
    return 1 if wrong or len(found) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
