"""Usage: mutate.py SOURCE BUILD [--count N] [--seed S] [--seconds S] [--work FOLDER] [--list FILE] [--again FILE] [PATH[:FIRST[-LAST]]...]: changes one place of the rules and stages at a time, and counts how many of the
changes the tests notice.

BUILD is a finished Meson build of SOURCE (gcc or clang, no sanitizer). The objects of its unit, property and golden tests are linked, as they stand, with a library of the engine; a changed file is compiled
alone and stands before that library (LD_PRELOAD). A first run with counters says which tests come by which line: only those are run, the likeliest and quickest first, up to the first that fails. A
change that does not compile, or compiles to the very same object, is no mutant. A mutant is killed when a test fails, crashes or takes far longer than it should. Scenarios of failing memory go in long strides there; what no
test notices runs again through the torture tests as they are in the fast set, then under AddressSanitizer and UndefinedBehaviorSanitizer. tests/proof/survivors.txt names
mutants that cannot be told from the program, with the reason; --again runs the mutants of a list only. FOLDER keeps what was built for the next run (a folder in BUILD).
Exit: 0 when at least 90 of 100 are killed."""
import argparse
import glob
import json
import math
import os
import random
import re
import resource
import shlex
import subprocess
import sys
import time

SWAPS = [(r" <= ", " < "), (r" < ", " <= "), (r" >= ", " > "), (r" > ", " >= "), (r" == ", " != "), (r" != ", " == "), (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "),
         (r" && ", " || "), (r" \|\| ", " && "), (r" \+= ", " -= "), (r" -= ", " += "), (r"\+\+", "--"), (r" & ", " | "), (r" << ", " >> ")]
PROGRAMS = ["unit/test_*", "property/property_*", "proof/test_*", "portability/golden"]   # of the fast set
LONG_STRIDES = {"PATRON_TORTURE_STRIDE": "997"}
FOLDERS = {"plain": ["-O2"], "counted": ["-O0", "--coverage"], "sanitized": ["-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]}
SANITIZERS = [os.path.realpath(subprocess.run(["cc", "-print-file-name=" + name], capture_output=True, text=True).stdout.strip()) for name in ("libasan.so", "libubsan.so")]
REMOVABLE = re.compile(r"^\s+[A-Za-z_][\w\[\]>.*()-]*(\s*[-+*/|&]?=\s[^=]|\().*;\s*(/\*.*\*/)?$")
DECLARATION = re.compile(r"^\s+(static |const |int\d+_t |uint\d+_t |double |char |void |struct |enum |patron_\w+ \**\w|patron__\w+ \**\w|return\b|break\b|continue\b|goto\b|if\b|for\b|while\b|switch\b|case\b|else\b|do\b|typedef )")


def code_of(line):
    """The line with texts, characters, comments and checks that cannot fire by design blanked, so that positions stay."""
    blank = lambda match: " " * len(match.group())
    line = re.sub(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'', blank, line)
    line = re.sub(r"/\*.*?\*/|//.*", blank, line)
    return re.sub(r"PATRON__UNREACHABLE(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))", blank, line)


def mutants_of(path):
    with open(path, encoding="utf-8") as handle:
        lines = handle.read().split("\n")
    inside, comment = False, False
    for number, line in enumerate(lines):
        if comment or line.lstrip().startswith("/*") and "*/" not in line:
            comment = "*/" not in line
            continue
        inside = inside and not line.startswith("}") or line.endswith("{") and not line.startswith(("static const", "typedef", "enum", "struct")) and not line[:1].isspace()
        if not inside or line.lstrip().startswith("#") or not line[:1].isspace() or re.match(r"\s+static const", line):
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


class Tests:
    """The test programs, what each costs, and which of them come by a line."""

    def __init__(self, source, build, work):
        self.source, self.work = source, work
        self.history_path = os.path.join(work, "history.json")
        self.history = read_json(self.history_path, {})   # test -> file -> [runs, kills]
        self.programs, self.torturing = {}, set()
        libraries = ["-L" + os.path.join(work, "plain"), "-lmutant", "-lcmocka", "-ljansson", "-lm", "-pthread"]
        self.golden = read_bytes(os.path.join(source, "tests", "portability", "golden.txt"))
        for folder in sorted(path for pattern in PROGRAMS for path in glob.glob(os.path.join(build, "tests", pattern + ".p"))):
            name = os.path.basename(folder)[:-2]
            objects = glob.glob(os.path.join(folder, "*.o"))
            program = os.path.join(work, "tests", name)
            if name.startswith(("test_io_", "test_base_", "test_table_", "test_schema_")) or not objects:   # of other floors
                continue
            if not newer(program, objects):
                linked = subprocess.run(["cc", "-o", program, *objects, os.path.join(build, "tests", "support", "libscenario.a"), *libraries], capture_output=True)
                if linked.returncode != 0:   # of an internal part of its own
                    continue
            self.programs[name] = program
            if any(b"scenario_torture" in read_bytes(path) for path in objects):
                self.torturing.add(name)
        self.costs, self.dear, self.whole, self.lines = {}, {}, {}, {}

    def run(self, name, folder, limit=math.inf, preload="", strides=LONG_STRIDES):
        """(passed, seconds of processor). The processor's time is limited, so that a busy machine kills nothing."""
        sanitized = folder == "sanitized"
        environment = dict(os.environ, **strides, LD_LIBRARY_PATH=os.path.join(self.work, folder), LD_PRELOAD=":".join([*(SANITIZERS if sanitized else []), preload]),
                           ASAN_OPTIONS="detect_leaks=0:hard_rss_limit_mb=3000:allocator_may_return_null=1", UBSAN_OPTIONS="halt_on_error=1")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)

        def bounds():
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if not sanitized:
                resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
            if limit < math.inf:
                resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit)))
        try:
            done = subprocess.run([self.programs[name], *(["examples"] if name == "golden" else [])], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=300,
                                  cwd=self.source, env=environment, preexec_fn=bounds)
            passed = done.returncode == 0 and (name != "golden" or done.stdout == self.golden)
        except subprocess.TimeoutExpired:   # it waits for what does not come
            passed = False
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def measure(self, counted):
        """Runs each test plainly for its cost, and with counters for its lines; only those that changed since the last time."""
        kept_path = os.path.join(self.work, "lines.json")
        kept = read_json(kept_path, {})
        library = max(os.path.getmtime(os.path.join(self.work, folder, "libmutant.so")) for folder in FOLDERS)
        for name, program in self.programs.items():
            stamp = [library, os.path.getmtime(program)]
            if kept.get(name, {}).get("stamp") != stamp:
                for path in glob.glob(os.path.join(self.work, "counted", "*.gcda")):
                    os.remove(path)
                passed, cost = self.run(name, "plain")
                self.run(name, "counted")
                kept[name] = {"stamp": stamp, "passed": passed, "cost": cost, "lines": lines_reached(self.source, os.path.join(self.work, "counted"), counted)}
                write_json(kept_path, kept)
            if kept[name]["passed"]:
                self.costs[name] = kept[name]["cost"]
                for path, numbers in kept[name]["lines"].items():
                    for number in numbers:
                        self.lines.setdefault((path, number), set()).add(name)

    def that_reach(self, path, number, text):
        """A statement of several lines is counted at its first; what has no count of its own goes with the rest of its function."""
        found = set()
        for other in reversed(range(1, number + 1)):
            found |= self.lines.get((path, other), set())
            if found or re.match(r"[A-Za-z{]", text[other - 1]):   # where the function begins
                break
        likely = lambda name: (self.history.get(name, {}).get(path, [0, 0])[1] + 0.3) / (self.history.get(name, {}).get(path, [0, 0])[0] + 1)
        return sorted(found, key=lambda name: -likely(name) / (self.costs[name] + 0.02))

    def kill_sanitized(self, path, number, text, preload):
        """The same under the sanitizers, but for the tests that take long there."""
        for name in self.that_reach(path, number, text):
            if name not in self.dear:   # unchanged
                passed, cost = self.run(name, "sanitized")
                self.dear[name] = cost if passed else math.inf
            cost = self.dear[name]
            if cost < 2 and not self.run(name, "sanitized", 3 + 5 * cost, preload)[0]:
                return name
        return None

    def kill_tortured(self, path, number, text, preload):
        """The torture tests, with each failure of memory that the fast set brings about."""
        for name in self.that_reach(path, number, text):
            if name not in self.torturing:
                continue
            if name not in self.whole:   # unchanged
                passed, cost = self.run(name, "plain", strides={})
                self.whole[name] = cost if passed else math.inf
            if self.whole[name] < math.inf and not self.run(name, "plain", 2 + 5 * self.whole[name], preload, {})[0]:
                return name
        return None

    def kill(self, path, number, text, preload):
        """The test that notices the mutant; None: nobody does."""
        for name in self.that_reach(path, number, text):
            passed, _ = self.run(name, "plain", 2 + 5 * self.costs[name], preload)
            count = self.history.setdefault(name, {}).setdefault(path, [0, 0])
            count[0] += 1
            if not passed:
                count[1] += 1
                return name
        return None


def newer(made, sources):
    return os.path.exists(made) and all(os.path.getmtime(path) <= os.path.getmtime(made) for path in sources)


def read_bytes(path):
    with open(path, "rb") as handle:
        return handle.read()


def read_json(path, default):
    if not os.path.exists(path):
        return default
    with open(path, encoding="utf-8") as handle:
        return json.load(handle)


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as handle:
        json.dump(value, handle)


def lines_reached(source, folder, counted):
    reached, left = {}, [notes for notes in counted if os.path.exists(notes[:-5] + ".gcda")]
    told = subprocess.run(["gcov", "--json-format", "--stdout", *left], cwd=folder, capture_output=True, text=True).stdout if left else ""
    for document in told.splitlines():
        for file in json.loads(document)["files"]:
            path = os.path.relpath(os.path.realpath(os.path.join(folder, file["file"])), source)
            if path.startswith("src/"):
                reached.setdefault(path, []).extend(line["line_number"] for line in file["lines"] if line["count"] > 0)
    return reached


class Engine:
    """The engine as a library, plain and with counters, and its changed files."""

    def __init__(self, source, build, work):
        self.source, self.work = source, work
        with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as handle:
            entries = [entry for entry in json.load(handle) if re.match(r"src/libpatron-(small|steady|quick)\.a\.p/", entry["output"])]
        self.commands = {os.path.relpath(os.path.realpath(os.path.join(entry["directory"], entry["file"])), source): entry for entry in entries}
        for folder in (*FOLDERS, "tests", "changed"):
            os.makedirs(os.path.join(work, folder), exist_ok=True)
        headers = glob.glob(os.path.join(source, "**", "*.[hd]*"), recursive=True)
        headers = [path for path in headers if path.endswith((".h", ".def"))]
        for folder, options in FOLDERS.items():
            library = os.path.join(work, folder, "libmutant.so")
            objects = []
            for path in self.commands:
                made = self.object(folder, path)
                objects.append(made)
                if not newer(made, [os.path.join(source, path), *headers]) and not self.compile(path, os.path.join(source, path), made, options):
                    sys.exit(f"{path} does not compile")
            if not newer(library, objects):
                subprocess.run(["cc", "-shared", "-o", library, *objects, "-lm", "-pthread", *options[1:]], check=True, capture_output=True)

    def object(self, folder, path):
        return os.path.join(self.work, folder, re.sub(r"\W", "_", path) + ".o")

    def counted(self):
        return [self.object("counted", path)[:-2] + ".gcno" for path in self.commands]

    def compile(self, path, text, made, options):
        """The calls between files go by their names, so that a changed file can stand before the others."""
        entry = self.commands[path]
        words = [word for word in shlex.split(entry["command"]) if word not in ("-MD", "ccache") and not word.startswith(("-W", "-fdiagnostics")) and not re.fullmatch(r"-O[0-3szg]|-g", word)]
        for option in ("-MQ", "-MF"):
            at = words.index(option)
            del words[at:at + 2]
        words[words.index("-o") + 1] = made
        words[words.index("-c") + 1] = text
        words += [*options, "-fPIC", "-w", "-I", os.path.join(self.source, os.path.dirname(path)), "-fvisibility=default"]
        return subprocess.run(words, cwd=entry["directory"], capture_output=True).returncode == 0

    def change(self, path, text, kind="plain"):
        """The library of one changed file; None: it does not compile, or makes no difference."""
        folder = os.path.join(self.work, "changed")
        given, made, library = os.path.join(folder, os.path.basename(path)), os.path.join(folder, "changed.o"), os.path.join(folder, "changed.so")
        with open(given, "w", encoding="utf-8") as handle:
            handle.write(text)
        if not self.compile(path, given, made, FOLDERS[kind]) or kind == "plain" and self.code(made) == self.code(self.object("plain", path)):
            return None
        subprocess.run(["cc", "-shared", "-o", library, made, *FOLDERS[kind][1:]], check=True, capture_output=True)
        return library

    @staticmethod
    def code(path):
        """What is loaded of an object: without the name of its source."""
        stripped = path + ".stripped"
        subprocess.run(["strip", "--strip-unneeded", "--remove-section=.comment", "-o", stripped, path], check=True)
        return read_bytes(stripped)


def read_list(path):
    """{(file, line before, line after): reason} of a list of mutants as --list writes it; a reason stands on the lines after."""
    found, place, before, key = {}, None, None, None
    if path and os.path.exists(path):
        with open(path, encoding="utf-8") as handle:
            for line in handle:
                text = line.strip()
                if text.startswith("src/"):
                    place = text.split(":")[0]
                elif line.startswith("  - "):
                    before = line[4:].strip()
                elif line.startswith("  + "):
                    key = (place, before, line[4:].strip())
                    found[key] = ""
                elif key and text and not text.startswith("#"):
                    found[key] = (found[key] + " " + text).strip()
    return found


def line_range(text):
    """The lines of "12-30", of "12", or all."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1) if text else range(1, 1 << 30)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=os.path.realpath)
    parser.add_argument("build", type=os.path.realpath)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--work")
    parser.add_argument("--list")
    parser.add_argument("--again")
    parser.add_argument("paths", nargs="*")
    return parser.parse_intermixed_args()


def main():
    given = arguments()
    work = os.path.realpath(given.work or os.path.join(given.build, "mutants"))
    engine = Engine(given.source, given.build, work)
    tests = Tests(given.source, given.build, work)
    tests.measure(engine.counted())
    print(f"{len(tests.costs)} tests of {len(tests.programs)} pass unchanged, in {sum(tests.costs.values()):.0f} s", flush=True)
    bounds = {os.path.relpath(os.path.realpath(path.partition(":")[0]), given.source): line_range(path.partition(":")[2]) for path in given.paths}
    paths = list(bounds) or [path for path in sorted(engine.commands) if path.startswith(("src/rules/", "src/stages/"))]
    texts = {}
    for path in paths:
        with open(os.path.join(given.source, path), encoding="utf-8") as handle:
            texts[path] = handle.read().split("\n")
    places = [(path, number, line) for path in paths for number, line in mutants_of(os.path.join(given.source, path)) if not bounds or number + 1 in bounds[path]]
    random.Random(given.seed).shuffle(places)
    print(f"{len(places)} places in {len(paths)} files", flush=True)
    if given.again:
        wanted = read_list(given.again)
        places = [(path, number, line) for path, number, line in places if (path, texts[path][number].strip(), line.strip()) in wanted]
        given.count = len(places)
    explained = read_list(os.path.join(given.source, "tests", "proof", "survivors.txt"))
    killed, by_torture, by_sanitizer, survivors, equal, began = 0, 0, 0, [], 0, time.monotonic()
    for path, number, line in places:
        if killed + len(survivors) + equal >= given.count or time.monotonic() - began > given.seconds:
            break
        before = texts[path][number]
        text = "\n".join([*texts[path][:number], line, *texts[path][number + 1:]])
        changed = engine.change(path, text)
        if changed is None:
            continue
        killer = tests.kill(path, number + 1, texts[path], changed)
        told = f"{path}:{number + 1}\n  - {before.strip()}\n  + {line.strip()}"
        if killer:
            killed += 1
        elif (path, before.strip(), line.strip()) in explained:
            equal += 1
        elif tests.kill_tortured(path, number + 1, texts[path], changed):
            killed += 1
            by_torture += 1
        elif tests.kill_sanitized(path, number + 1, texts[path], engine.change(path, text, "sanitized")):
            killed += 1
            by_sanitizer += 1
        else:
            survivors.append(told)
            print("survived: " + told, flush=True)
        if (killed + len(survivors) + equal) % 25 == 0:
            print(f"... {killed} killed, {equal} explained, {len(survivors)} survived in {time.monotonic() - began:.0f} s", flush=True)
            write_json(tests.history_path, tests.history)
        if given.list:
            with open(given.list, "w", encoding="utf-8") as handle:
                handle.write("\n".join(survivors) + "\n")
    write_json(tests.history_path, tests.history)
    total = killed + len(survivors) + equal
    share = killed / max(total, 1)
    print(f"seed {given.seed}: {killed} of {total} mutants killed ({100 * share:.1f} %, give or take {196 * math.sqrt(share * (1 - share) / max(total, 1)):.1f}), {by_torture} of them by torture and {by_sanitizer} by a sanitizer alone, {equal} explained, {len(survivors)} survived")
    return 0 if killed * 10 >= total * 9 else 1


if __name__ == "__main__":
    sys.exit(main())
