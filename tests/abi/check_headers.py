"""Usage: check_headers.py INCLUDE: the public headers hold nothing that a foreign function interface cannot take."""
import sys

from headers import Refused, read_headers


def main():
    try:
        declarations = read_headers(sys.argv[1], "all")
    except Refused as refusal:
        print(refusal)
        return 1
    wrong = []
    for name, (kind, _, path, line) in declarations.functions.items():
        if not name.startswith("patron_") or name.startswith("patron__"):
            wrong.append(f"{path}:{line}: {name}: public names begin with patron_")
        if kind not in ("patron_status", "void", "constchar*", "const char*", "uint32_t", "uint64_t", "int32_t"):
            wrong.append(f"{path}:{line}: {name}: returns {kind}")
    for tag, fields in declarations.structs.items():
        if fields and tag.startswith("patron_") and fields[0] != ("uint32_t", "struct_size"):
            wrong.append(f"struct {tag}: does not begin with uint32_t struct_size")
    for constant in declarations.constants:
        if not constant.startswith("PATRON_"):
            wrong.append(f"enumerator {constant}: public names begin with PATRON_")
    print("\n".join(wrong) or f"{len(declarations.functions)} functions, {len(declarations.structs)} structs, {len(declarations.constants)} constants read")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
