"""Usage: mutate.py SOURCE BUILD [--count N] [--seed S] [--seconds S] [--list FILE] [PATH...]: changes one place of the rules and stages at a time, and counts how many of the changes the unit tests notice.

BUILD is a finished Meson build of SOURCE (gcc or clang, no sanitizer): the objects of its tests are linked against the changed library, each test as it stands. A change that does not compile, or
compiles to the very same object, is no mutant. A mutant is killed when a test fails, crashes or runs ten times as long as it should; the quickest tests come first. Survivors are listed with file,
line and change: they want a test, or a reason. Exit: 0 when at least 90 of 100 are killed."""
import argparse
import glob
import json
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time

SWAPS = [(r" <= ", " < "), (r" < ", " <= "), (r" >= ", " > "), (r" > ", " >= "), (r" == ", " != "), (r" != ", " == "), (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "),
         (r" && ", " || "), (r" \|\| ", " && "), (r" \+= ", " -= "), (r" -= ", " += "), (r"\+\+", "--"), (r" & ", " | "), (r" << ", " >> ")]
REMOVABLE = re.compile(r"^\s+[A-Za-z_][\w\[\]>.*()-]*(\s*[-+*/|&]?=\s[^=]|\().*;\s*(/\*.*\*/)?$")
DECLARATION = re.compile(r"^\s+(static |const |int\d+_t |uint\d+_t |double |char |void |struct |enum |patron_\w+ \**\w|patron__\w+ \**\w|return\b|break\b|continue\b|goto\b|if\b|for\b|while\b|switch\b|case\b|else\b|do\b|typedef )")


def code_of(line):
    """The line with texts, characters and comments blanked, so that positions stay."""
    blank = lambda match: " " * len(match.group())
    line = re.sub(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'', blank, line)
    return re.sub(r"/\*.*?\*/|//.*", blank, line)


def mutants_of(path):
    with open(path, encoding="utf-8") as handle:
        lines = handle.read().split("\n")
    inside, comment = False, False
    for number, line in enumerate(lines):
        if comment or line.lstrip().startswith("/*") and "*/" not in line:
            comment = "*/" not in line
            continue
        inside = inside and not line.startswith("}") or line.endswith("{") and not line.startswith(("static const", "typedef", "enum", "struct")) and not line[:1].isspace()
        if not inside or line.lstrip().startswith("#") or not line[:1].isspace() or re.match(r"\s+(static const|PATRON__UNREACHABLE)", line):
            continue
        code = code_of(line)
        for pattern, new in SWAPS:
            for match in re.finditer(pattern, code):
                if pattern == r" \* " and re.search(r"(\w+_t|char|void|double|patron_\w+) $", code[:match.start() + 1]):
                    continue
                yield number, line[:match.start()] + new + line[match.end():]
        for match in re.finditer(r"(?<![\w.])(\d+)(?![\w.])", code):
            yield number, line[:match.start()] + str(int(match.group(1)) + 1) + line[match.end():]
        if REMOVABLE.match(code.rstrip()) and not DECLARATION.match(code) and code.count("(") == code.count(")"):
            yield number, re.match(r"\s*", line).group() + ";"


class Build:
    def __init__(self, source, build, scratch):
        self.source, self.build, self.scratch = source, build, scratch
        with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as handle:
            entries = [entry for entry in json.load(handle) if re.match(r"src/libpatron(-\w+)?\.a\.p/", entry["output"])]
        self.commands = {os.path.realpath(os.path.join(entry["directory"], entry["file"])): entry for entry in entries if "patron-io" not in entry["output"]}
        self.objects = {path: os.path.join(build, entry["output"]) for path, entry in self.commands.items()}
        self.tests = self.link_tests()

    def compile(self, path, text):
        """The object of a changed file; None: it does not compile."""
        entry = self.commands[path]
        changed, made = os.path.join(self.scratch, os.path.basename(path)), os.path.join(self.scratch, "changed.o")
        with open(changed, "w", encoding="utf-8") as handle:
            handle.write(text)
        words = [word for word in shlex.split(entry["command"]) if word not in ("-MD", "ccache") and not word.startswith(("-W", "-fdiagnostics"))]
        for option in ("-MQ", "-MF"):
            at = words.index(option)
            del words[at:at + 2]
        words[words.index("-o") + 1] = made
        words[words.index("-c") + 1] = changed
        words = [word for word in words if not re.fullmatch(r"-O[23sz]|-Oz", word)]
        words += ["-O1", "-g0", "-w", "-I", os.path.dirname(path), "-fvisibility=default"]
        return made if subprocess.run(words, cwd=entry["directory"], capture_output=True).returncode == 0 else None

    def library(self, replaced=None, object_file=None):
        made = os.path.join(self.scratch, "libmutant.so")
        objects = [object_file if path == replaced else found for path, found in self.objects.items()]
        subprocess.run(["cc", "-shared", "-o", made, *objects, "-lm", "-pthread"], check=True, capture_output=True)

    def link_tests(self):
        plain = {}
        for path in self.objects:   # visible to the tests, which use what is internal, too
            with open(path, encoding="utf-8") as handle:
                made = self.compile(path, handle.read())
            plain[path] = os.path.join(self.scratch, re.sub(r"\W", "_", os.path.relpath(path, self.source)) + ".o")
            os.rename(made, plain[path])
        self.objects = plain
        self.library()
        tests = []
        for folder in sorted(glob.glob(os.path.join(self.build, "tests", "unit", "test_*.p"))):
            name = os.path.basename(folder)[:-2]
            if name.startswith("test_io_") or "torture" in name:
                continue
            program = os.path.join(self.scratch, name)
            linked = subprocess.run(["cc", "-o", program, *glob.glob(os.path.join(folder, "*.o")), os.path.join(self.build, "tests", "support", "libscenario.a"), "-L" + self.scratch, "-lmutant",
                                     "-lcmocka", "-ljansson", "-lm", "-pthread", "-Wl,-rpath," + self.scratch], capture_output=True)
            if linked.returncode == 0:
                tests.append(program)
        return tests

    def passes(self, test, limit):
        try:
            return subprocess.run([test], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=limit, cwd=self.build).returncode == 0
        except subprocess.TimeoutExpired:
            return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("build")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--list")
    parser.add_argument("paths", nargs="*")
    given = parser.parse_args()
    source, build = os.path.realpath(given.source), os.path.realpath(given.build)
    with tempfile.TemporaryDirectory() as scratch:
        work = Build(source, build, scratch)
        timed = []
        for test in work.tests:
            began = time.monotonic()
            if work.passes(test, 300):
                timed.append((time.monotonic() - began, test))
        timed.sort()
        print(f"{len(timed)} tests of {len(work.tests)} pass unchanged", flush=True)
        paths = [os.path.realpath(path) for path in given.paths] or [path for path in sorted(work.commands) if "/src/rules/" in path or "/src/stages/" in path]
        places = [(path, number, line) for path in paths for number, line in mutants_of(path)]
        random.Random(given.seed).shuffle(places)
        print(f"{len(places)} places in {len(paths)} files", flush=True)
        killed, survivors, began = 0, [], time.monotonic()
        for path, number, line in places:
            if killed + len(survivors) >= given.count or time.monotonic() - began > given.seconds:
                break
            with open(path, encoding="utf-8") as handle:
                lines = handle.read().split("\n")
            before, lines[number] = lines[number], line
            made = work.compile(path, "\n".join(lines))
            if made is None:
                continue
            with open(made, "rb") as ours, open(work.objects[path], "rb") as theirs:
                if ours.read() == theirs.read():
                    continue
            work.library(path, made)
            if all(work.passes(test, 5 + seconds * 10) for seconds, test in timed):
                survivors.append(f"{os.path.relpath(path, source)}:{number + 1}\n  - {before.strip()}\n  + {line.strip()}")
                print("survived: " + survivors[-1], flush=True)
            else:
                killed += 1
        total = killed + len(survivors)
        print(f"{killed} of {total} mutants killed ({100.0 * killed / max(total, 1):.1f} %), {len(survivors)} survived")
        if given.list:
            with open(given.list, "w", encoding="utf-8") as handle:
                handle.write("\n".join(survivors) + "\n")
    return 0 if killed * 10 >= total * 9 else 1


if __name__ == "__main__":
    sys.exit(main())
