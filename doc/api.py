"""Usage: api.py INCLUDE VERSION ABI FORM OUTPUT [DEPFILE]: what the public headers declare, for those who write bindings: functions, structs, callbacks and constants.

FORM `json` is api.json, installed beside the documentation; `python`, `java`, `rust`, `r` (R) and `r_calls` (its glue in C) are the same as the examples of these languages read it.
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "abi"))
import bindings  # noqa: E402
import headers  # noqa: E402
from headers import public_headers, read_headers  # noqa: E402

WORDS = {"int8_t": "int8", "uint8_t": "uint8", "int32_t": "int32", "uint32_t": "uint32", "int64_t": "int64", "uint64_t": "uint64", "double": "double", "void": "void", "int": "int32"}


def value_of(text, known):
    """The number of an enumerator: a literal, a sum or shift of literals, or another enumerator."""
    text = re.sub(r"[A-Za-z_]\w*", lambda match: str(known[match.group()]), text)
    if not re.fullmatch(r"[-+0-9xXa-fA-F<|() ]+", text):
        raise SystemExit(f"a constant that is no number: {text}")
    return int(eval(text))   # nothing but digits and operators


def described(include, version, abi):
    found = {"library": "patron", "version": version, "abi": int(abi), "types": {}, "functions": [], "structs": [], "constants": {}}
    for library in ("patron", "patron-io"):
        declared = read_headers(include, library)
        for name, (returns, parameters, path, _) in declared.functions.items():
            found["functions"].append({"name": name, "library": library, "header": os.path.relpath(path, include).replace(os.sep, "/"), "returns": returns,
                                       "parameters": [{"name": parameter, "type": kind} for kind, parameter in parameters]})
        for name, kind in declared.types.items():
            found["types"][name] = kind
        for name, text in declared.constants.items():
            found["constants"][name] = value_of(text, found["constants"])
        known = {one["name"] for one in found["structs"]}
        found["structs"] += [{"name": name, "opaque": fields is None, "fields": [{"name": field, "type": kind} for kind, field in fields or []]}
                             for name, fields in declared.structs.items() if name not in known]
    return found


def word(kind, types):
    """The type as a host passes it: a number, text in, or a pointer to whatever it is."""
    if kind == "const char*":
        return "text"
    if "*" in kind or "[" in kind:
        return "pointer"
    return word(types[kind], types) if kind in types else WORDS[kind]


def field_word(kind, types):
    """An array within a struct keeps its length: double[4]."""
    match = re.fullmatch(r"([^*\[]+)\[(\d+)\]", kind)
    return f"{WORDS[match.group(1)]}[{match.group(2)}]" if match else word(kind, types)


def as_python(api):
    types = api["types"]
    lines = ['"""What the headers of libpatron declare. Made by doc/api.py; a test holds it to the headers."""', "", "# name: what comes back, then the parameters",
             "FUNCTIONS = {"]
    for one in api["functions"]:
        if one["library"] == "patron":
            lines.append(f'    "{one["name"][7:]}": "{" ".join([word(one["returns"], types)] + [word(parameter["type"], types) for parameter in one["parameters"]])}",')
    lines += ["}", "", "STRUCTS = {"]
    for one in api["structs"]:
        if not one["opaque"]:
            fields = " ".join(f'{field["name"]}:{field_word(field["type"], types)}' for field in one["fields"])
            lines.append(f'    "{re.sub("^patron_", "", one["name"])}": "{fields}",')
    lines += ["}", "", "CONSTANTS = {"]
    lines += [f'    "{re.sub("^PATRON_", "", name)}": {value},' for name, value in api["constants"].items()]
    return "\n".join(lines + ["}", ""])


FORMS = {"json": lambda api: json.dumps(api, indent=1) + "\n", "python": as_python, "java": bindings.as_java, "rust": bindings.as_rust, "r": bindings.as_r, "r_calls": bindings.as_r_calls}


def main():
    include, version, abi, form, output = sys.argv[1:6]
    api = described(include, version, abi)
    with open(output, "w", encoding="utf-8") as handle:
        handle.write(FORMS[form](api))
    if len(sys.argv) > 6:
        with open(sys.argv[6], "w", encoding="utf-8") as handle:
            handle.write(f"{output}: {' '.join(public_headers(include, 'all'))} {os.path.abspath(headers.__file__)} {os.path.abspath(bindings.__file__)}\n")


if __name__ == "__main__":
    main()
