"""The header reader refuses every construct that is banned, and reads the ones that are not."""
import os
import sys
import tempfile

from headers import Declarations, Refused

REFUSED = {
    "bool": "int32_t patron_x(bool a);",
    "size_t": "int32_t patron_x(size_t a);",
    "long": "int32_t patron_x(long a);",
    "enum type": "enum patron_e { A = 1 };",
    "enum parameter": "int32_t patron_x(enum patron_e a);",
    "varargs": "int32_t patron_x(const char *a, ...);",
    "static inline": "static inline int32_t patron_x(void) { return 0; }",
    "function-like macro": "#define PATRON_X(a) (a)\n",
    "bit-field": "struct patron_s { uint32_t a : 1; };",
    "struct by value": "typedef struct patron_s patron_s;\nint32_t patron_x(patron_s a);",
    "returned struct": "typedef struct patron_s patron_s;\npatron_s patron_x(void);",
    "exported data": "extern int32_t patron_x;",
    "unnamed parameter": "int32_t patron_x(int32_t);",
}
TAKEN = """
/* bool in a comment */
typedef struct patron_s patron_s;
typedef struct patron_t { uint32_t struct_size, reserved; double bands[3]; int64_t *n, *m; int32_t (*go)(void *user, const char *const *names); } patron_t;
typedef int32_t (*patron_fn)(void *user);
enum { PATRON_A = 0, PATRON_B = -10 };
int32_t patron_x(const patron_s *a, const double *const values[4], patron_fn f, patron_s **out);
"""


def read(text):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "x.h")
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(text)
        declarations = Declarations()
        declarations.read(path)
        return declarations


def main():
    wrong = []
    for what, text in REFUSED.items():
        try:
            read(text)
            wrong.append(f"{what} was not refused")
        except Refused:
            pass
    taken = read(TAKEN)
    if list(taken.functions) != ["patron_x"] or len(taken.structs["patron_t"]) != 6 or taken.constants != {"PATRON_A": "0", "PATRON_B": "-10"}:
        wrong.append(f"misread: {taken.functions} {taken.structs} {taken.constants}")
    print("\n".join(wrong) or f"{len(REFUSED)} constructs refused")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
