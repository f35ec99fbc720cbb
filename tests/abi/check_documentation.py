"""Usage: check_documentation.py INCLUDE: every public function has a comment of its own with @since and names each parameter;
structs, their fields, constants, callbacks and handles have one each."""
import re
import sys

from headers import public_headers, without_comments

COMMENT = re.compile(r"/\*\*(?!<)(?:(?!\*/).)*\*/\s*\Z", flags=re.S)


def comment_before(text, position):
    """The Doxygen comment that ends right before `position`, or nothing."""
    found = COMMENT.search(text[:position])
    return found.group() if found else ""


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def functions(path, text, wrong):
    bare = without_comments(text)
    for match in re.finditer(r"^PATRON_API\b[^;{]*?\b(patron_\w+)\s*\(([^;]*)\);", bare, flags=re.M):
        name, place = match.group(1), f"{path}:{line_of(text, match.start())}: {match.group(1)}"
        comment = comment_before(text, match.start())
        if not comment:
            wrong.append(f"{place}: no comment")
            continue
        if "@since" not in comment:
            wrong.append(f"{place}: no @since")
        parameters = [re.search(r"(\w+)(?:\[\w*\])?$", part.strip()).group(1) for part in match.group(2).split(",") if part.strip() not in ("", "void")]
        for parameter in parameters:
            if not re.search(rf"@param(?:\[[a-z,]+\])?\s+(?:\w+,\s*)*{parameter}\b", comment):
                wrong.append(f"{place}: parameter {parameter} is not described")


def members(path, text, wrong):
    bare = without_comments(text)
    for match in re.finditer(r"(?:typedef\s+struct|struct|enum)\s*(\w*)\s*\{([^}]*)\}", bare):
        what = match.group(1) or "enum"
        if not comment_before(text, match.start()):
            wrong.append(f"{path}:{line_of(text, match.start())}: {what}: no comment")
        start = match.start(2)
        body = text[start:match.end(2)]
        separator = "," if bare[match.start():match.start() + 4] == "enum" else ";"
        flat = re.sub(r"\([^)]*\)", lambda m: " " * len(m.group()), without_comments(body))
        position = 0
        for part in flat.split(separator):
            end = position + len(part)
            names = re.findall(r"\w+", part)
            if names:
                declared = position + re.search(r"\w", part).start()
                after = re.match(r"\s*[,;]?[ \t]*(?:\n[ \t]*)?/\*\*<|\s*[,;]?[ \t]*///<", body[end:])
                inside = "/**<" in body[declared:end]
                if not (after or inside or re.search(r"/\*\*(?!<)(?:(?!\*/).)*\*/\s*\Z", body[:declared], flags=re.S)):
                    wrong.append(f"{path}:{line_of(text, start + declared)}: {what}.{names[0] if separator == ',' else names[-1]}: no comment")
            position = end + 1


def types(path, text, wrong):
    bare = without_comments(text)
    for match in re.finditer(r"^typedef\s+(?:struct\s+(\w+)\s+\1\s*;|(?!struct)[^;]*;)", bare, flags=re.M):
        if not comment_before(text, match.start()):
            wrong.append(f"{path}:{line_of(text, match.start())}: {bare[match.start():match.end()].strip()[:60]}: no comment")


def main():
    wrong = []
    for path in public_headers(sys.argv[1], "all"):
        with open(path, encoding="utf-8") as handle:
            text = handle.read()
        if "@file" not in text:
            wrong.append(f"{path}: no @file comment")
        functions(path, text, wrong)
        members(path, text, wrong)
        types(path, text, wrong)
    print("\n".join(wrong) or "every public name is documented")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
