"""Usage: check_baseline.py INCLUDE BASELINE LIBRARY [--freeze]: what the library exports against the committed baseline, by abidiff. New functions are welcome; what was there must be as it was.

Skipped by name where abidiff is missing, the library has no debug information, or the machine is not the one that the baseline was written on. --freeze writes the baseline anew."""
import os
import platform
import shutil
import subprocess
import sys

SKIPPED = 77
CHANGED, INCOMPATIBLE = 4, 8   # bits of abidiff's exit status; 1 and 2 are errors of its own


def write(include, baseline, library):
    subprocess.run(["abidw", "--headers-dir", include, "--drop-private-types", "--exported-interfaces-only", "--no-show-locs", "--no-corpus-path", "--no-comp-dir-path", "--type-id-style", "hash",
                    "--out-file", baseline, library], check=True)


def main():
    include, baseline, library = (os.path.abspath(path) for path in sys.argv[1:4])
    for tool in ["abidiff", "abidw"]:
        if not shutil.which(tool):
            print(f"{tool} is not here (Debian package abigail-tools): skipped")
            return SKIPPED
    if platform.machine() != "x86_64":
        print(f"the baseline is of x86_64, this is {platform.machine()}: skipped")
        return SKIPPED
    if ".debug_info" not in subprocess.run(["readelf", "-S", library], capture_output=True, text=True, check=True).stdout:
        print(f"{library} has no debug information: skipped")
        return SKIPPED
    if "--freeze" in sys.argv:
        write(include, baseline, library)
    done = subprocess.run(["abidiff", "--headers-dir2", include, "--drop-private-types", "--exported-interfaces-only", "--no-show-locs", "--no-added-syms", baseline, library],
                          capture_output=True, text=True, check=False)
    print(done.stdout + done.stderr)
    if done.returncode & (CHANGED | INCOMPATIBLE):
        print("a function or struct is not what it was. Before a release: python3 tests/abi/check_baseline.py INCLUDE BASELINE LIBRARY --freeze. After one: doc/abi.md says what may change.")
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
