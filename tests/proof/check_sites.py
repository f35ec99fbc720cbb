"""Usage: check_sites.py LIBRARY FOLDER [EXPLAINED]: the call sites of the engine that allocate, and which of them no torture scenario has seen fail.

LIBRARY is a libpatron.so built with debug information and without optimisation (sites are then calls, none inlined or tail calls); FOLDER holds what the test programs left there
(PATRON_TORTURE_SITES). EXPLAINED lists sites that cannot be reached, a line each: FILE FUNCTION reason. Ends with 1 when a site is neither seen nor explained."""
import glob
import os
import re
import subprocess
import sys

ALLOCATORS = {"patron__allocate", "patron__allocate_array", "patron__allocate_quietly", "patron__reallocate", "patron__scratch_allocate"}
CALL = re.compile(r"^\s*([0-9a-f]+):\s.*\bcall\w*\s+[0-9a-f]+ <([\w.]+)(?:@plt)?>")


def call_sites(binary):
    """Return address of each call of an allocator, as offset."""
    text = subprocess.run(["objdump", "-d", "--no-show-raw-insn", binary], capture_output=True, text=True, check=True).stdout
    sites, waiting = {}, False
    for line in text.splitlines():
        if waiting and re.match(r"^\s*[0-9a-f]+:", line):
            sites[int(line.split(":")[0], 16)] = waiting
            waiting = False
        found = CALL.match(line)
        if found and found.group(2) in ALLOCATORS:
            waiting = int(found.group(1), 16)
    return sites


def lines_of(binary, addresses):
    """(file, line, function) of each address."""
    if not addresses:
        return []
    given = "\n".join(hex(address) for address in addresses)
    out = subprocess.run(["addr2line", "-f", "-e", binary], input=given, capture_output=True, text=True, check=True).stdout.splitlines()
    places = []
    for name, place in zip(out[::2], out[1::2]):
        path, _, line = place.partition(":")
        path = os.path.normpath(path)
        places.append((path[path.find("/src/") + 1:], line.split(" ")[0], name))
    return places


def main():
    library, folder = sys.argv[1:3]
    explained = {}
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8") as handle:
            for line in handle:
                if line.strip() and not line.startswith("#"):
                    path, function, reason = line.split(None, 2)
                    explained[path, function] = reason.strip()
    sites = call_sites(library)
    every = set(lines_of(library, list(sites.values())))
    seen, per_program = set(), {}
    for path in glob.glob(os.path.join(folder, "*")):
        with open(path, encoding="utf-8") as handle:
            program, *addresses = handle.read().split()
        per_program.setdefault(program, set()).update(int(address, 16) for address in addresses)
    for program, addresses in per_program.items():
        calls = call_sites(program)
        seen.update(lines_of(program, [calls[address] for address in addresses if address in calls]))
    unseen = sorted(site for site in every - seen if (site[0], site[2]) not in explained)
    known = sorted(site for site in every - seen if (site[0], site[2]) in explained)
    for path, line, function in unseen:
        print(f"never seen to fail: {path}:{line} {function}")
    for path, line, function in known:
        print(f"explained: {path}:{line} {function}: {explained[path, function]}")
    print(f"{len(every)} allocation sites, {len(every & seen)} seen to fail in {len(per_program)} programs, {len(known)} explained, {len(unseen)} never seen to fail")
    return 1 if unseen or not every else 0


if __name__ == "__main__":
    sys.exit(main())
