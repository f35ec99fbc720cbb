"""Usage: check_releases.py RELEASES INCLUDE PROGRAM LIBRARY COMPILER: programs built with the headers of earlier releases, run with the library of today.

RELEASES/VERSION holds `include`, `program.c` and `expected.txt` of each release (tests/abi/freeze.sh makes them). The program of today with the headers of today is always among them, so that what
will be frozen is known to work. A library of another ABI number has its own folder of releases: programs of another one are skipped by name."""
import os
import subprocess
import sys
import tempfile


def run(include, program, library, compiler):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "program")
        subprocess.run([*compiler.split(), "-std=c99", "-Wall", "-Werror", "-I", include, program, library, "-o", out], check=True)
        environment = dict(os.environ, LD_LIBRARY_PATH=os.path.dirname(library))
        done = subprocess.run([out], capture_output=True, text=True, env=environment, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr


def main():
    releases, include, program, library, compiler = sys.argv[1:6]
    expected_now = os.path.join(os.path.dirname(program), "release_expected.txt")
    cases = [("today", include, program, expected_now)]
    for version in sorted(os.listdir(releases)) if os.path.isdir(releases) else []:
        folder = os.path.join(releases, version)
        if os.path.isdir(folder):
            cases.append((version, os.path.join(folder, "include"), os.path.join(folder, "program.c"), os.path.join(folder, "expected.txt")))
    wrong = 0
    for version, headers, source, kept in cases:
        status, text = run(headers, source, library, compiler)
        with open(kept, encoding="utf-8") as handle:
            expected = handle.read()
        if status != 0 or text != expected:
            print(f"the program of {version} ended with {status} and says\n{text}instead of\n{expected}")
            wrong += 1
    print(f"{len(cases)} programs, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
