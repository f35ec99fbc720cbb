"""Usage: check_examples.py SOURCE BUILD WORK C-COMPILER: installs to a prefix below WORK, builds every C example there with nothing but pkg-config,
against the shared libraries and against the archives, runs each and compares what it prints."""
import os
import shutil
import subprocess
import sys

EXAMPLES = [  # directory, package, arguments, working directory below examples, expected output
    ("quickstart", "patron", [], "quickstart", "quickstart/expected.txt"),
    ("plugin", "patron", [], "plugin", "plugin/expected.txt"),
    ("pipes", "patron-io", ["small"], ".", "pipes/expected.txt"),
    ("cli", "patron-io", ["assess", "small"], ".", None),  # as the program of the build prints
]


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def install(build, work):
    """Two trees: one as installed, one where only the archives are left, so that the linker must take them."""
    shutil.rmtree(work, ignore_errors=True)
    shared, static = os.path.join(work, "shared"), os.path.join(work, "static")
    run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", os.path.abspath(shared)])
    shutil.copytree(shared, static, symlinks=True)
    for directory, _, names in os.walk(static):
        for name in names:
            if ".so" in name:
                os.remove(os.path.join(directory, name))
    return shared, static


def directory_of(tree, file):
    for directory, _, names in os.walk(tree):
        if file in names:
            return directory
    sys.exit(f"{file} was not installed")


def flags(tree, package, static):
    environment = dict(os.environ, PKG_CONFIG_SYSROOT_DIR=os.path.abspath(tree))
    environment["PKG_CONFIG_PATH"] = os.path.abspath(directory_of(tree, "patron.pc"))
    return run(["pkg-config"] + (["--static"] if static else []) + ["--cflags", "--libs", package], env=environment).split()


def expected_of(examples, build, example):
    """What the example prints: the text of its file, or what the program of the build prints."""
    directory, _, arguments, place, expected = example
    if expected is None:
        return run([os.path.join(os.path.abspath(build), "examples", directory, "patron"), *arguments], cwd=os.path.join(examples, place))
    with open(os.path.join(examples, expected), encoding="utf-8") as handle:
        return handle.read()


def check(source, build, tree, static, compiler, example):
    directory, package, arguments, place, _ = example
    examples = os.path.join(source, "examples")
    sources = sorted(os.path.join(examples, directory, name) for name in os.listdir(os.path.join(examples, directory)) if name.endswith(".c"))
    program = os.path.join(os.path.abspath(tree), directory + "-example")
    run(compiler + ["-std=c11", "-D_POSIX_C_SOURCE=200809L", *sources, "-o", program, *flags(tree, package, static), "-lm"])
    needed = "libpatron.so.1" in run(["objdump", "-p", program])
    if needed == static:
        sys.exit(f"{program}: {'needs' if needed else 'does not need'} libpatron.so.1")
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    if not static:
        environment["LD_LIBRARY_PATH"] = directory_of(tree, "libpatron.so.1")
    printed = run([program, *arguments], env=environment, cwd=os.path.join(examples, place))
    expected = expected_of(examples, build, example)
    if printed != expected:
        sys.exit(f"{program} printed\n{printed}\nexpected\n{expected}")
    print(f"{directory}: built and run {'against the archive' if static else 'against the shared library'}")


def main():
    source, build, work, compiler = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4].split()
    shared, static = install(build, work)
    with_io = os.path.exists(os.path.join(directory_of(shared, "patron.pc"), "patron-io.pc"))
    for example in EXAMPLES:
        if example[1] == "patron-io" and not with_io:
            print(f"{example[0]}: libpatron-io is not built: skipped")
            continue
        check(source, build, shared, False, compiler, example)
        check(source, build, static, True, compiler, example)
    if not os.path.exists(os.path.join(directory_of(shared, "engine.h"), "rules", "pareto.h")):
        sys.exit("the headers of rules/ were not installed")


if __name__ == "__main__":
    main()
