"""Usage: check_compile.py INCLUDE C-COMPILER C++-COMPILER: each public header compiles alone as C99 and as C++11, and all of them twice into one program."""
import os
import subprocess
import sys
import tempfile

from headers import public_headers

STRICT = ["-pedantic", "-Wall", "-Wextra", "-Werror"]


def run(command, what, wrong):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        wrong.append(f"{what}: {' '.join(command)}\n{done.stderr}")


def main():
    include, c_compiler, cpp_compiler = sys.argv[1].rstrip("/"), sys.argv[2].split(), sys.argv[3].split()
    headers = [os.path.relpath(path, include) for path in public_headers(include, "all")]
    languages = [("C99", c_compiler + ["-std=c99"], ".c")]
    if cpp_compiler:
        languages.append(("C++11", cpp_compiler + ["-std=c++11"], ".cpp"))
    wrong = []
    with tempfile.TemporaryDirectory() as directory:
        for language, compiler, ending in languages:
            alone = os.path.join(directory, "alone" + ending)
            for header in headers:
                with open(alone, "w", encoding="utf-8") as handle:
                    handle.write(f'#include "{header}"\n#include "{header}"\n')
                run(compiler + STRICT + ["-fsyntax-only", "-I", include, alone], f"{header} as {language}", wrong)
            units = []
            for unit in ("first", "second"):
                units.append(os.path.join(directory, unit + ending))
                with open(units[-1], "w", encoding="utf-8") as handle:
                    handle.write("".join(f'#include "{header}"\n' for header in headers))
                    handle.write("int main(void) { return 0; }\n" if unit == "first" else "int second(void);\nint second(void) { return PATRON_OK; }\n")
            run(compiler + STRICT + ["-I", include, *units, "-o", os.path.join(directory, "twice")], f"twice into one {language} program", wrong)
    print("\n".join(wrong) or f"{len(headers)} headers as {' and '.join(language[0] for language in languages)}")
    if not cpp_compiler:
        print("no C++ compiler: the C++11 half is skipped")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
