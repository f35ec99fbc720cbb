"""Usage: check_readme.py EXAMPLE BUILD SOURCE: the commands in the README of an example, run as they stand there in a directory that has `build` and `examples`, print what it shows. Sizes in bytes may differ by a
fifth: they change with what the default policy has in it."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
NEEDS = {"mpi": ("mpirun", "openmpi-bin"), "dask": ("/usr/bin/python3", "python3-distributed")}


def blocks(text):
    """Indented blocks, each as its lines."""
    return [[line[4:] for line in block.splitlines()] for block in re.findall(r"(?:^    .*\n)+", text, re.M)]


def shown_and_commands(example, text):
    """The commands that lead to the last indented block, and that block. What is installed and built is there already, and what has words in capitals is a pattern."""
    *before, shown = blocks(text)
    commands = [line for block in before for line in block if not re.match(r"(apt-get|meson) |\S+ \[|.*(\bPART|\bRANKS)\b", line) and not line.startswith("pipes [")]
    return [line for line in commands if line], shown


def alike(found, shown):
    if shown.endswith("..."):
        return found.startswith(shown[:-3].rstrip())
    numbers = re.compile(r"\d+(?= bytes)")
    near = all(abs(int(a) - int(b)) * 5 <= int(b) for a, b in zip(numbers.findall(found), numbers.findall(shown)))
    return near and numbers.sub("", found) == numbers.sub("", shown)


def main():
    example, build, source = sys.argv[1], os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
    program, package = NEEDS.get(example, ("sh", ""))
    if shutil.which(program) is None or (example == "dask" and subprocess.run([program, "-c", "import distributed, numpy"], capture_output=True).returncode != 0):
        print(f"skipped: {program} is not there, or not all that it needs (Debian package {package})")
        return SKIPPED
    with open(os.path.join(source, "examples", example, "README.md"), encoding="utf-8") as handle:
        commands, shown = shown_and_commands(example, handle.read())
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(build, os.path.join(folder, "build"))
        os.symlink(os.path.join(source, "examples"), os.path.join(folder, "examples"))
        environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1"}
        done = subprocess.run(["sh", "-ec", "\n".join(commands)], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = [line.rstrip() for line in done.stdout.splitlines()]
    passes = [line for line in said if line.startswith("pass ")]
    said = passes + [line for line in said if line not in passes]   # standard error may come in between
    wrong = [(one, other) for one, other in zip(said, shown) if other != "..." and not alike(one, other.rstrip())]
    if done.returncode != 0 or wrong or len(said) < len([line for line in shown if line != "..."]):
        print("\n".join(commands), f"\nexit {done.returncode}, printed:", *said, "the README shows:", *shown, sep="\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
