"""Usage: check_interface.py API INCLUDE VERSION ABI FILE: the Python package declares what the headers declare."""
import os
import subprocess
import sys
import tempfile


def main():
    api, include, version, abi, committed = sys.argv[1:6]
    with tempfile.TemporaryDirectory() as directory:
        made = os.path.join(directory, "made.py")
        subprocess.run([sys.executable, "-B", api, include, version, abi, "python", made], check=True)
        with open(made, encoding="utf-8") as ours, open(committed, encoding="utf-8") as theirs:
            if ours.read() != theirs.read():
                print(f"the headers have changed: python3 doc/api.py include {version} {abi} python examples/python/patron/_interface.py")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
