"""Usage: check_page.py PATRON SOURCE: the page in the README is what its command prints; a line "[...]" stands for whole sections that are left out."""
import os
import re
import shlex
import subprocess
import sys

GAP = "[...]"


def sections(text):
    """A page in its sections: an empty line stands between them."""
    return [part.split("\n") for part in text.strip("\n").split("\n\n")]


def compare(shown, printed):
    """What differs, as texts: the sections shown are among those printed, in their order, and a gap stands wherever one is left out."""
    wrong, at = [], 0
    for part in shown:
        if part == [GAP]:
            if at >= len(printed) or printed[at] in shown:
                wrong.append("a gap where nothing is left out")
            while at < len(printed) and printed[at] not in shown:
                at += 1
            continue
        if at < len(printed) and part == printed[at]:
            at += 1
            continue
        wrong.append("the README shows, and the program does not print at this place:\n" + "\n".join(part))
    if at != len(printed):
        wrong.append("the page ends without a gap before:\n" + "\n".join(printed[at]))
    return wrong


def main():
    program, source = os.path.abspath(sys.argv[1]), sys.argv[2]
    with open(os.path.join(source, "README.md"), encoding="utf-8") as handle:
        readme = handle.read()
    found = re.search(r"^    patron (assess examples/fmcg .*)\n+```text\n(.*?)^```", readme, flags=re.M | re.S)
    if found is None:
        print("the README has no page of examples/fmcg")
        return 1
    done = subprocess.run([program, *shlex.split(found.group(1))], cwd=source, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0 or done.stderr:
        print(done.stdout + done.stderr)
        return 1
    wrong = compare(sections(found.group(2)), sections(done.stdout))
    print("\n".join(wrong) or "the README's page is the program's")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
