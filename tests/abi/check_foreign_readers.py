"""Usage: check_foreign_readers.py INCLUDE: cffi and LuaJIT read the declarations as they stand. Those that are not installed are skipped by name."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from headers import bare, public_headers

SKIPPED = 77


def in_order(include):
    """Headers so that each stands after what it includes."""
    done = []

    def add(path):
        if path in done:
            return
        with open(path, encoding="utf-8") as handle:
            for name in re.findall(r'^\s*#\s*include\s+"(patron/[^"]+)"', handle.read(), flags=re.M):
                add(os.path.join(include, name))
        done.append(path)

    for path in public_headers(include, "all"):
        add(path)
    return done


def main():
    text = ""
    for path in in_order(sys.argv[1]):
        with open(path, encoding="utf-8") as handle:
            text += bare(handle.read(), path)
    ran = []
    try:
        import cffi
        cffi.FFI().cdef(text)
        ran.append("cffi")
    except ImportError:
        print("cffi is not installed: skipped")
    if shutil.which("luajit"):
        with tempfile.TemporaryDirectory() as directory:
            script = os.path.join(directory, "read.lua")
            with open(script, "w", encoding="utf-8") as handle:
                handle.write("require('ffi').cdef([==[" + text + "]==])\n")
            subprocess.run(["luajit", script], check=True)
        ran.append("LuaJIT")
    else:
        print("LuaJIT is not installed: skipped")
    if ran:
        print("read by " + ", ".join(ran))
    return 0 if ran else SKIPPED


if __name__ == "__main__":
    sys.exit(main())
