"""What the headers declare, as Java, Rust and R read it; api.py reads the headers and writes what is made here. Functions of libpatron; those of libpatron-io are declared by hand where they are wanted."""
import re

MADE = "What the headers of libpatron declare. Made by doc/api.py; a test holds it to the headers."
POINTER = re.compile(r"(const )?(?:struct )?(\w+)((?:\*(?:const)?)*)(?:\[(\d+)\])?")
CALLBACK = re.compile(r"(.+)\(\*\)\((.*)\)")


def functions(api):
    return [one for one in api["functions"] if one["library"] == "patron"]


def structs(api, opaque):
    return [one for one in api["structs"] if one["opaque"] == opaque and one["name"] != "patron_io"]


def plain(kind, api):
    """The type behind a name that stands for another, but for callbacks."""
    found = api["types"].get(kind)
    return found if found and "(*)" not in found else kind


def parts(kind, api):
    """Base, whether it is constant, the levels of pointers from inside out (whether each pointer is constant), length of an array."""
    constant, base, stars, length = POINTER.fullmatch(kind).groups()
    return plain(base, api), bool(constant), [star == "*const" for star in re.findall(r"\*(?:const)?", stars)], length


def callback(kind):
    """What it returns, and its parameters as (type, name)."""
    returns, parameters = CALLBACK.fullmatch(kind).groups()
    return returns, [re.fullmatch(r"(.*?)(?: (\w+))?", one).groups() if not one.startswith(("struct ", "const ")) else
                     re.fullmatch(r"((?:const )?(?:struct )?\w+\**)(?: (\w+))?", one).groups() for one in parameters.split(", ")]


RUST = {"int8_t": "i8", "uint8_t": "u8", "int32_t": "i32", "uint32_t": "u32", "int64_t": "i64", "uint64_t": "u64", "double": "f64", "void": "c_void", "char": "c_char", "int": "i32"}
RUST_WORDS = {"type"}


def rust_type(kind, api, field=False):
    kind = api["types"].get(kind, kind)
    if "(*)" in kind:
        returns, parameters = callback(kind)
        back = "" if returns == "void" else " -> " + rust_type(returns, api)
        return f'Option<unsafe extern "C" fn({", ".join(rust_type(one, api) for one, _ in parameters)}){back}>'
    base, constant, stars, length = parts(kind, api)
    text = RUST.get(base, base)
    for star in stars:
        text, constant = f'*{"const" if constant else "mut"} {text}', star
    if length and field:
        return f"[{text}; {length}]"
    return f'*{"const" if constant else "mut"} {text}' if length else text


def rust_name(name):
    return "r#" + name if name in RUST_WORDS else name


def as_rust(api):
    lines = ["// " + MADE, "#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]", "use std::ffi::{c_char, c_void};", ""]
    lines += [f"pub const {name}: i32 = {value};" for name, value in api["constants"].items()] + [""]
    lines += [f"#[repr(C)]\npub struct {one['name']} {{\n    _private: [u8; 0],\n}}" for one in structs(api, True)]
    for one in structs(api, False):
        lines += ["#[repr(C)]\n#[derive(Clone, Copy)]", f"pub struct {one['name']} {{"]
        lines += [f"    pub {rust_name(field['name'])}: {rust_type(field['type'], api, True)}," for field in one["fields"]] + ["}"]
    lines += ["", '#[link(name = "patron")]', 'extern "C" {']
    for one in functions(api):
        parameters = ", ".join(f"{rust_name(each['name'])}: {rust_type(each['type'], api)}" for each in one["parameters"])
        back = "" if one["returns"] == "void" else " -> " + rust_type(one["returns"], api)
        lines.append(f"    pub fn {one['name']}({parameters}){back};")
    return "\n".join(lines + ["}", ""])



JAVA = {"int8_t": "byte", "uint8_t": "byte", "int32_t": "int", "uint32_t": "int", "int64_t": "long", "uint64_t": "long", "double": "double", "void": "void", "int": "int"}
JAVA_BUFFERS = {"int8_t": "ByteBuffer", "uint8_t": "ByteBuffer", "int32_t": "IntBuffer", "uint32_t": "IntBuffer", "int64_t": "LongBuffer", "uint64_t": "LongBuffer", "double": "DoubleBuffer",
                "char": "ByteBuffer", "void": "ByteBuffer"}


def camel(name):
    return "".join(word[:1].upper() + word[1:] for word in re.sub("^patron_", "", name).split("_"))


def java_type(kind, api, name=""):
    """As an argument: text in is a String, memory a buffer (a direct one is not copied), what is handed out a reference. `user`, handles and what lies in structs are pointers."""
    if "(*)" in api["types"].get(kind, kind):
        return camel(kind if kind in api["types"] else name)
    base, constant, stars, length = parts(kind, api)
    depth = len(stars) + (1 if length else 0)
    if depth == 0:
        return JAVA[base]
    if depth == 2:
        return "PointerByReference" if not stars[0] and not length else "String[]" if base == "char" else "Pointer[]"
    if base == "char" and constant and name != "bytes":
        return "String"
    if base in JAVA_BUFFERS and name != "user":
        return JAVA_BUFFERS[base]
    known = {one["name"] for one in structs(api, False)}
    return camel(base) if base in known else "Pointer"


def java_field(struct, field, api):
    kind = field["type"]
    if "(*)" in kind and struct.startswith("patron_"):
        return camel(struct) + camel(field["name"])
    length = None if "(*)" in kind else parts(kind, api)[3]
    if length:
        return JAVA[parts(kind, api)[0]] + "[]"
    return "Pointer" if "*" in kind else JAVA[plain(kind, api)]


def java_callback(title, kind, api):
    returns, parameters = callback(kind)
    given = ", ".join(f"{'String' if one == 'const char*' else 'Pointer' if '*' in one else JAVA[plain(one, api)]} {name}" for one, name in parameters)
    back = "Pointer" if "*" in returns else JAVA[plain(returns, api)]
    return f"  interface {title} extends Callback {{\n    {back} call({given});\n  }}\n"


def java_struct(one, api):
    lines = [java_callback(camel(one["name"]) + camel(field["name"]), field["type"], api) for field in one["fields"] if "(*)" in field["type"] and one["name"].startswith("patron_")]
    names = ", ".join('"' + field["name"] + '"' for field in one["fields"])
    lines += [f"  @Structure.FieldOrder({{{names}}})", f"  class {camel(one['name'])} extends Structure {{"]
    for field in one["fields"]:
        kind, length = java_field(one["name"], field, api), None if "(*)" in field["type"] else parts(field["type"], api)[3]
        lines.append(f"    public {kind} {field['name']}{f' = new {kind[:-2]}[{length}]' if length else ''};")
    if one["fields"][0]["name"] == "struct_size":
        lines.append(f"\n    public {camel(one['name'])}() {{ struct_size = size(); }}")
    return "\n".join(lines + ["  }", ""])


def as_java(api):
    lines = [f"// {MADE}"] + [f"import {name};" for name in ("com.sun.jna.Callback", "com.sun.jna.Library", "com.sun.jna.Pointer", "com.sun.jna.Structure", "com.sun.jna.ptr.PointerByReference",
                                                             "java.nio.ByteBuffer", "java.nio.DoubleBuffer", "java.nio.IntBuffer", "java.nio.LongBuffer")]
    lines += ["", "public interface PatronC extends Library {"]
    lines += [f"  int {name} = {value};" for name, value in api["constants"].items()] + [""]
    lines += [java_callback(camel(name), kind, api) for name, kind in api["types"].items() if "(*)" in kind]
    lines += [java_struct(one, api) for one in structs(api, False)]
    for one in functions(api):
        parameters = ", ".join(f"{java_type(each['type'], api, each['name'])} {each['name']}" for each in one["parameters"])
        back = "String" if one["returns"] == "const char*" else JAVA[plain(one["returns"], api)]
        lines.append(f"  {back} {one['name']}({parameters});")
    return "\n".join(lines + ["}", ""])


SIZES = {"int8_t": 1, "uint8_t": 1, "int32_t": 4, "uint32_t": 4, "int": 4, "int64_t": 8, "uint64_t": 8, "double": 8}


def laid_out(one, api):
    """Fields with their places, and the size: natural alignment, pointers of eight bytes."""
    place, found, widest = 0, [], 1
    for field in one["fields"]:
        base, _, stars, length = ("void", False, [False], None) if "(*)" in field["type"] else parts(field["type"], api)
        size = 8 if stars else SIZES[base]
        place += -place % size
        found.append((field["name"], place, "pointer" if stars else base[:-2] if base.endswith("_t") else base))
        place += size * int(length or 1)
        widest = max(widest, size)
    return found, place + -place % widest


def as_r(api):
    lines = ["# " + MADE, "patron_constants <- c(", ",\n".join(f"  {name[7:]} = {value}L" for name, value in api["constants"].items()), ")", "",
             "# place and type of each field on machines of 64 bits, and the size", "patron_structs <- list("]
    rows = []
    for one in structs(api, False):
        fields, size = laid_out(one, api)
        rows.append(f"  {re.sub('^patron_', '', one['name'])} = c(" + ", ".join(f'{name} = "{place} {kind}"' for name, place, kind in fields) + f', "{size}")')
    return "\n".join(lines) + "\n" + ",\n".join(rows) + "\n)\n"


def r_argument(one, api):
    """(declaration of a local variable or "", the argument, what is handed out or "")."""
    kind, name = one["type"], one["name"]
    if "(*)" in api["types"].get(kind, kind):
        return "", f"({kind})(uintptr_t)R_patron_function({name})", ""
    base, constant, stars, length = parts(kind, api)
    opaque = {each["name"] for each in structs(api, True)}
    if not stars and not length:
        return "", {"double": f"Rf_asReal({name})", "int32_t": f"Rf_asInteger({name})"}.get(base, f"({base})R_patron_integer({name})"), ""
    if len(stars) == 2 and not stars[0]:
        local = f"{'const ' if constant else ''}{base} *{name}_out = NULL;"
        return local, f"&{name}_out", f"R_patron_owned({name}_out, {base[7:]}_finalizer, R_NilValue)" if base in opaque else f"R_MakeExternalPtr((void *)(uintptr_t){name}_out, R_NilValue, R_NilValue)"
    if len(stars) == 2 or (stars and length):
        return "", f"(const {base} *const *)R_patron_{'texts_of' if base == 'char' else 'arrays'}({name})", ""
    if base in opaque:
        return "", f"R_patron_handle({name})", ""
    if base == "char" and constant and name != "bytes":
        return "", f"R_patron_text({name})", ""
    return "", f"R_patron_memory({name}, {dict(double='REALSXP', int32_t='INTSXP').get(base, 'RAWSXP')})", ""


def r_call(one, api):
    given = [r_argument(each, api) for each in one["parameters"]]
    names = [each["name"] for each, (_, _, out) in zip(one["parameters"], given) if not out]
    lines = [f"SEXP P_{one['name'][7:]}({', '.join('SEXP ' + name for name in names) or 'void'}) {{"]
    lines += ["  " + local for local, _, _ in given if local]
    called, outs = f"{one['name']}({', '.join(argument for _, argument, _ in given)})", [(each["name"], out) for each, (_, _, out) in zip(one["parameters"], given) if out]
    if one["name"].endswith("_destroy"):   # by the finalizer, which has nothing left to do then
        lines += [f"  if (!Rf_isNull({names[0]})) {one['name'][7:-8]}_finalizer({names[0]});", "  return R_NilValue;"]
    elif one["returns"] == "void":
        lines += [f"  {called};", "  return R_NilValue;"]
    elif one["returns"] == "const char*":
        lines += [f"  const char *found = {called};", "  return found == NULL ? R_NilValue : Rf_mkString(found);"]
    elif not outs:
        lines.append(f"  return Rf_Scalar{'Integer' if plain(one['returns'], api) == 'int32_t' else 'Real'}({'' if plain(one['returns'], api) == 'int32_t' else '(double)'}{called});")
    else:
        lines += [f"  const patron_status status = {called};", f"  static const char *names[] = {{\"status\", {', '.join(chr(34) + name + chr(34) for name, _ in outs)}, \"\"}};",
                  "  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));", "  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));"]
        lines += [f"  SET_VECTOR_ELT(found, {place}, {out});" for place, (_, out) in enumerate(outs, 1)] + ["  UNPROTECT(1);", "  return found;"]
    return "\n".join(lines + ["}", ""])


def as_r_calls(api):
    return f'/* {MADE} */\n#include "patron_r.h"\n\n' + "\n".join(r_call(one, api) for one in functions(api))
