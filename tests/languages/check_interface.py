"""Usage: check_interface.py API INCLUDE VERSION ABI FORM FILE [FORM FILE]...: each file declares to its language what the headers declare."""
import os
import subprocess
import sys
import tempfile


def main():
    api, include, version, abi = sys.argv[1:5]
    old = 0
    with tempfile.TemporaryDirectory() as directory:
        made = os.path.join(directory, "made")
        for form, committed in zip(sys.argv[5::2], sys.argv[6::2]):
            subprocess.run([sys.executable, "-B", api, include, version, abi, form, made], check=True)
            with open(made, encoding="utf-8") as ours, open(committed, encoding="utf-8") as theirs:
                if ours.read() != theirs.read():
                    old += 1
                    print(f"the headers have changed: python3 doc/api.py include {version} {abi} {form} examples/{committed.split('/examples/')[-1]}")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
