"""Usage: check_language.py node|java|rust|r SOURCE LIBRARY API FOLDER: builds the example of a language in FOLDER, runs it and compares what it prints. What is missing is named, and the test skipped."""
import difflib
import os
import shutil
import subprocess
import sys

SKIPPED = 77
SOURCE, LIBRARY, API, FOLDER = (os.path.abspath(one) for one in sys.argv[2:6])
KOFFI = "koffi@3.3.4"
JNA = "/usr/share/java/jna.jar"


class Missing(Exception):
    pass


def needed(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed")


def run(command, **environment):
    done = subprocess.run(command, cwd=FOLDER, env=dict(os.environ, **environment), capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def example(*path):
    return os.path.join(SOURCE, "examples", *path)


def linked():
    """Where the linker finds the library, and the environment in which the program does."""
    return os.path.dirname(LIBRARY), {"LD_LIBRARY_PATH": os.path.dirname(LIBRARY)}


def node():
    needed("node", "npm")
    if not os.path.exists(os.path.join(FOLDER, "node_modules", "koffi")):
        with open(os.path.join(FOLDER, "package.json"), "w", encoding="utf-8") as handle:
            handle.write('{"private": true}\n')
        try:
            done = subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", KOFFI], cwd=FOLDER, capture_output=True, text=True, timeout=150)
        except subprocess.TimeoutExpired:
            raise Missing(f"{KOFFI} could not be fetched in time") from None
        if done.returncode != 0:
            raise Missing(f"{KOFFI} could not be installed by npm")
    return run(["node", example("node", "example.js")], NODE_PATH=os.path.join(FOLDER, "node_modules"), PATRON_LIBRARY=LIBRARY, PATRON_API=API)


def java():
    needed("java", "javac")
    if not os.path.exists(JNA):
        raise Missing("JNA is not installed (Debian package libjna-java)")
    run(["javac", "-cp", JNA, "-d", FOLDER, example("java", "PatronC.java"), example("java", "Patron.java"), example("java", "Example.java")])
    return run(["java", "-cp", JNA + os.pathsep + FOLDER, "-Dpatron.library=" + LIBRARY, "Example"])


def rust():
    needed("rustc")
    where, environment = linked()
    run(["rustc", "--edition", "2021", "-L", where, "-o", os.path.join(FOLDER, "example"), example("rust", "example.rs")])
    return run([os.path.join(FOLDER, "example")], **environment)


def r():
    needed("R", "Rscript")
    where, environment = linked()
    for name in ("patron_r.h", "patron_r.c", "patron_calls.c"):
        shutil.copy(example("r", name), FOLDER)
    run(["R", "CMD", "SHLIB", "-o", "patron_r.so", "patron_r.c", "patron_calls.c"], PKG_CPPFLAGS="-I" + os.path.join(SOURCE, "include"), PKG_LIBS=f"-L{where} -lpatron")
    return run(["Rscript", "--vanilla", example("r", "example.R"), example("r"), os.path.join(FOLDER, "patron_r.so")], **environment)


def main():
    language = sys.argv[1]
    os.makedirs(FOLDER, exist_ok=True)
    try:
        printed = {"node": node, "java": java, "rust": rust, "r": r}[language]()
    except Missing as missing:
        print(f"skipped: {missing}")
        return SKIPPED
    with open(example(language, "expected.txt"), encoding="utf-8") as handle:
        expected = handle.read()
    if printed != expected:
        print("".join(difflib.unified_diff(expected.splitlines(True), printed.splitlines(True), "expected", "printed")))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
