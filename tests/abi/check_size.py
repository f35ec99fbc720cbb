"""Usage: check_size.py SHARED LIMIT ARCHIVE: the shared library without its symbols is smaller than LIMIT bytes (0: any size), runs nothing of its own when it is loaded, and needs the C library alone.

The start files of the C compiler bring one entry of .init_array, so ours are looked for in the archive."""
import os
import re
import subprocess
import sys
import tempfile

ALLOWED = re.compile(r"^(libc|libm|libpthread)\.so|^ld-|^libc\.musl-")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def stripped_size(library):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "stripped")
        run("strip", "-o", copy, library)
        return os.path.getsize(copy)


def largest_sections(library):
    rows = [line.split() for line in run("size", "-A", library).splitlines()]
    sections = [(int(row[1]), row[0]) for row in rows if len(row) == 3 and row[1].isdigit() and row[0] != "Total" and row[2] != "0"]
    return ", ".join(f"{name} {size}" for size, name in sorted(sections, reverse=True)[:5])


def main():
    library, limit, archive = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    size = stripped_size(library)
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-dW", library))
    wrong = [f"{library} needs {name}" for name in needed if not ALLOWED.match(name)]
    sections = run("readelf", "-SW", archive)
    wrong += [f"{archive}: {found} runs when the library is loaded" for found in sorted(set(re.findall(r"\.(?:init_array|ctors|preinit_array)\S*", sections)))]
    if 0 < limit <= size:
        wrong.append(f"{library}: {size} bytes without symbols, must stay under {limit}: {largest_sections(library)}")
    if not needed or ".text" not in sections:
        wrong.append("nothing to look at")
    print("\n".join(wrong) or f"{size} bytes without symbols ({largest_sections(library)}); needs {', '.join(needed)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
