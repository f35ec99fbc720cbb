"""Usage: build.py HEADERS INCLUDE LIBPATRON VERSION OUT: makes patron.duckdb_extension.

HEADERS has duckdb_extension.h and duckdb.h (npm package `duckdb`, src/duckdb/src/include), INCLUDE has patron/patron.h, LIBPATRON is libpatron.a, VERSION its version. OUT should be named patron.duckdb_extension: DuckDB finds the
entry by the name of the file. What makes a shared library an extension is a footer that says for which interface it was built; DuckDB reads it before it loads the library.
"""
import os
import platform
import shlex
import subprocess
import sys

INTERFACE = "v1.2.0"
SIGNATURE = 256   # bytes; zero: not signed


def platform_name():
    system = {"linux": "linux", "darwin": "osx", "win32": "windows"}[sys.platform]
    machine = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine().lower()]
    return f"{system}_{machine}"


def footer(version):
    """A custom section of WebAssembly (any loader takes it for trailing bytes), then eight fields of 32 bytes, the last first, and the signature."""
    section = bytes([0x00, 0x93, 0x04, 0x10]) + b"duckdb_signature" + bytes([0x80, 0x04])
    fields = ["", "", "", "C_STRUCT", version, INTERFACE, platform_name(), "4"]
    return section + b"".join(field.encode().ljust(32, b"\0") for field in fields) + bytes(SIGNATURE)


def main():
    headers, include, library, version, out = sys.argv[1:6]
    here = os.path.dirname(os.path.abspath(__file__))
    sources = [os.path.join(here, name) for name in sorted(os.listdir(here)) if name.endswith(".c")]
    compiler = shlex.split(os.environ.get("CC", "cc"))
    subprocess.run([*compiler, "-std=c11", "-O2", "-g", "-Wall", "-Wextra", "-fPIC", "-shared", "-fvisibility=hidden", f"-I{include}", "-isystem", headers, *sources, library,
                    "-lm", "-pthread", *(["-Wl,--exclude-libs,ALL"] if sys.platform == "linux" else []), "-o", out], check=True)
    with open(out, "ab") as handle:
        handle.write(footer(version))


if __name__ == "__main__":
    main()
