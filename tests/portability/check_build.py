"""Usage: check_build.py SOURCE WORK NAME: a build of its own with every warning an error, and its unit tests where they can run.

NAME: gcc, clang, or gcc-32 (the engine for 32-bit x86). A compiler that is not there is skipped."""
import os
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
KINDS = {  # compiler, flags, options, whether the unit tests run
    "gcc": ("gcc", "", [], True),
    "clang": ("clang", "", [], True),
    "gcc-32": ("gcc", "-m32", ["-Dtests=disabled", "-Dio=disabled"], False),
}


def links(compiler, flags):
    with tempfile.TemporaryDirectory() as directory:
        source = os.path.join(directory, "x.c")
        with open(source, "w", encoding="utf-8") as handle:
            handle.write("#include <stdlib.h>\nint main(void) { return 0; }\n")
        return subprocess.run([compiler, *flags.split(), source, "-o", source + ".out"], capture_output=True).returncode == 0


def main():
    source, work, name = sys.argv[1:4]
    compiler, flags, options, runs = KINDS[name]
    if not shutil.which(compiler) or not links(compiler, flags):
        print(f"{name}: no such compiler here: skipped")
        return SKIPPED
    build = os.path.join(work, name)
    shutil.rmtree(build, ignore_errors=True)
    environment = dict(os.environ, CC=compiler, CFLAGS=flags, LDFLAGS=flags)
    commands = [["meson", "setup", build, source, "-Dwerror=true", "-Ddoc=disabled", *options], ["ninja", "-C", build]]
    if runs:
        commands.append(["meson", "test", "-C", build, "--no-rebuild", "--suite", "unit", "--suite", "abi", "--print-errorlogs"])
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        if done.returncode != 0:
            print(f"{' '.join(command)}\n{done.stdout[-8000:]}{done.stderr[-4000:]}")
            return 1
    print(f"{name}: built without a warning" + (", unit tests pass" if runs else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
