"""Usage: check_readme.py SOURCE PATRON LIBRARY C-COMPILER: what the README shows is what happens: its C and Python are run, its outputs compared."""
import os
import re
import subprocess
import sys
import tempfile


def main():
    source, program, library = (os.path.abspath(argument) for argument in sys.argv[1:4])
    compiler = sys.argv[4].split()
    with open(os.path.join(source, "README.md"), encoding="utf-8") as handle:
        readme = handle.read()
    blocks = re.findall(r"^```(\w*)\n(.*?)^```", readme, flags=re.M | re.S)
    plain = [text for kind, text in blocks if not kind]
    c_code, python_code = (next(text for kind, text in blocks if kind == wanted) for wanted in ("c", "python"))
    wrong = []
    with open(os.path.join(source, "examples", "wholesale", "expected.txt"), encoding="utf-8") as handle:
        if handle.read() not in plain:
            wrong.append("the output of the demo is another one")
    explained = subprocess.run([program, "explain", os.path.join(source, "examples", "small"), "E08"], check=True, capture_output=True, text=True).stdout
    lines = [line[13:] for line in explained.splitlines()]
    for line in plain[1].splitlines():
        if line not in lines:
            wrong.append(f"the program does not explain: {line}")
    with tempfile.TemporaryDirectory() as directory:
        code, binary = os.path.join(directory, "hello.c"), os.path.join(directory, "hello")
        with open(code, "w", encoding="utf-8") as handle:
            handle.write(c_code)
        subprocess.run(compiler + ["-std=c11", "-Wall", "-Wextra", "-Werror", "-I", os.path.join(source, "include"), code, library, "-Wl,-rpath," + os.path.dirname(library), "-o", binary], check=True)
        printed = subprocess.run([binary], check=True, capture_output=True, text=True).stdout.strip()
    if f"/* {printed}:" not in c_code:
        wrong.append(f"the C program prints {printed}")
    environment = dict(os.environ, PATRON_LIBRARY=library, PYTHONPATH=os.path.join(source, "examples", "python"), PYTHONDONTWRITEBYTECODE="1")
    printed = subprocess.run([sys.executable, "-c", python_code], check=True, capture_output=True, text=True, env=environment).stdout.splitlines()
    if printed != re.findall(r"^print\(.*#\s*(.*)$", python_code, flags=re.M):
        wrong.append(f"the Python program prints {printed}")
    print("\n".join(wrong) or "the README shows what happens")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
