"""Usage: check_output.py EXPECTED PROGRAM [ARGUMENT...]: the program succeeds and prints exactly what the file holds."""
import difflib
import subprocess
import sys


def main():
    done = subprocess.run(sys.argv[2:], capture_output=True, text=True, encoding="utf-8")
    with open(sys.argv[1], encoding="utf-8") as handle:
        expected = handle.read()
    if done.returncode != 0:
        print(f"exit {done.returncode}\n{done.stdout}{done.stderr}")
        return 1
    if done.stdout != expected:
        print("".join(difflib.unified_diff(expected.splitlines(True), done.stdout.splitlines(True), sys.argv[1], "printed")))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
