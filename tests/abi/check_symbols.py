"""Usage: check_symbols.py INCLUDE LIBRARY MAP SHARED ARCHIVE: headers, version script and shared library name the same functions,
and the archive exports nothing outside patron_ and patron__."""
import re
import subprocess
import sys

from headers import read_headers


def symbols(*command):
    listing = subprocess.run(["nm", "-P", *command], capture_output=True, text=True, check=True).stdout
    return [line.split()[:2] for line in listing.splitlines() if len(line.split()) >= 2]


def main():
    include, library, map_path, shared, archive = sys.argv[1:6]
    declared = set(read_headers(include, library).functions)
    with open(map_path, encoding="utf-8") as handle:
        text = re.sub(r"/\*.*?\*/", "", handle.read(), flags=re.S)
    mapped = [name for name in re.findall(r"^\s*([\w*]+);", text, flags=re.M) if name != "*"]
    exported = {name.split("@")[0] for name, kind in symbols("-D", "--defined-only", shared) if kind != "A"}
    wrong = [f"{map_path}: {name} is listed twice" for name in sorted({name for name in mapped if mapped.count(name) > 1})]
    wrong += [f"{name}: declared in a header, missing in {map_path}: add it there" for name in sorted(declared - set(mapped))]
    wrong += [f"{name}: in {map_path}, declared in no header" for name in sorted(set(mapped) - declared)]
    wrong += [f"{name}: exported by {shared}, declared in no header" for name in sorted(exported - declared)]
    wrong += [f"{name}: declared, not exported by {shared}" for name in sorted(declared - exported)]
    wrong += [f"{archive}: exports {name}" for name, _ in symbols("-g", "--defined-only", archive) if not name.startswith("patron_")]
    print("\n".join(wrong) or f"{len(exported)} functions declared, listed and exported")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
