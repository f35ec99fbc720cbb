"""Reads Patron's public headers with a small C declaration parser, which stands for the parsers of foreign function interfaces.

What it cannot read (varargs, bit-fields, inline functions, function-like macros, structs by value, types outside the list)
is refused with file and line: a header that it reads is one that cffi, LuaJIT and a binding's own reader can take as it is.
"""
import os
import re

FIXED = {"int8_t", "uint8_t", "int16_t", "uint16_t", "int32_t", "uint32_t", "int64_t", "uint64_t", "double", "char", "void"}
TOKEN = re.compile(r"\s+|[A-Za-z_]\w*|-?\d\w*|\"[^\"]*\"|\.\.\.|<<|[{}()\[\];,*=:+|-]|.")


class Refused(Exception):
    pass


def public_headers(include, library):
    """The headers of one library below include/patron, in bytewise order; every header but io.h belongs to the engine."""
    found = []
    for directory, _, names in os.walk(os.path.join(include, "patron")):
        found += [os.path.join(directory, name) for name in names if name.endswith(".h")]
    wanted = {"patron": lambda name: name != "io.h", "patron-io": lambda name: name == "io.h", "all": lambda name: True}[library]
    return sorted(path for path in found if wanted(os.path.basename(path)))


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def without_comments(text):
    return re.sub(r"//[^\n]*", blank, re.sub(r"/\*.*?\*/", blank, text, flags=re.S))


def bare(text, path):
    """Declarations only: comments, preprocessor lines, the extern "C" wrapper and the export macro become blanks of the same size."""
    text = without_comments(text)
    for match in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)\(", text, flags=re.M):
        raise Refused(f"{path}: function-like macro {match.group(1)}")
    text = re.sub(r"^[ \t]*#[ \t]*ifdef[ \t]+__cplusplus\b.*?^[ \t]*#[ \t]*endif[^\n]*", blank, text, flags=re.S | re.M)
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", blank, text, flags=re.M)
    return re.sub(r"\bPATRON_API\b", blank, text)


class Declarations:
    """What the headers declare, in the order they were read."""

    def __init__(self):
        self.functions = {}    # name -> (return type, [(type, name)], path, line)
        self.structs = {}      # tag -> [(type, name)], or None while only forward declared
        self.types = {}        # typedef names that are numbers or pointers to functions -> what they stand for
        self.handles = set()   # typedef names of structs: only behind a pointer
        self.constants = {}    # enumerator -> text of its value

    def read(self, path):
        with open(path, encoding="utf-8") as handle:
            text = bare(handle.read(), path)
        Parser(self, text, path).run()


class Parser:
    def __init__(self, into, text, path):
        self.into, self.path, self.position, self.types = into, path, 0, FIXED
        self.tokens, line = [], 1
        for match in TOKEN.finditer(text):
            token = match.group()
            if not token.isspace():
                self.tokens.append((token, line))
            line += token.count("\n")

    def refuse(self, why):
        line = self.tokens[min(self.position, len(self.tokens) - 1)][1]
        raise Refused(f"{self.path}:{line}: {why}")

    def peek(self):
        return self.tokens[self.position][0] if self.position < len(self.tokens) else ""

    def take(self, expected=None):
        token = self.peek()
        if expected is not None and token != expected:
            self.refuse(f"expected '{expected}', found '{token}'")
        self.position += 1
        return token

    def name(self):
        token = self.take()
        if not re.fullmatch(r"[A-Za-z_]\w*", token):
            self.position -= 1
            self.refuse(f"expected a name, found '{token}'")
        return token

    def run(self):
        while self.peek():
            if self.peek() == "typedef":
                self.take()
                self.type_definition()
            elif self.peek() == "enum":
                self.enumeration()
            elif self.peek() == "struct" and self.tokens[self.position + 2][0] in "{;":
                self.take()
                self.struct_body(self.name())
                self.take(";")
            else:
                self.function()

    def enumeration(self):
        self.take("enum")
        if self.peek() != "{":
            self.refuse("an enum type: constants stand in an enum without a name and are passed as int32_t")
        self.take("{")
        while self.peek() != "}":
            constant, value = self.name(), ""
            self.take("=")
            while self.peek() not in (",", "}"):
                value += self.take()
            self.into.constants[constant] = value
            if self.peek() == ",":
                self.take()
        self.take("}")
        self.take(";")

    def type_definition(self):
        if self.peek() == "struct":
            self.take()
            tag = self.name()
            self.struct_body(tag)
            alias = self.name()
            if alias != tag:
                self.refuse(f"struct {tag} has the typedef name {alias}")
            self.into.handles.add(alias)
        else:
            kind, name = self.declarator(self.base_type())
            self.into.types[name] = kind
        self.take(";")

    def struct_body(self, tag):
        if self.peek() != "{":
            self.into.structs.setdefault(tag, None)
            return
        self.into.structs.setdefault(tag, None)
        self.take("{")
        self.types = FIXED | {"int"} if tag.startswith("Arrow") else FIXED   # Arrow's structs are as its specification has them
        fields = []
        while self.peek() != "}":
            base = self.base_type()
            while True:
                kind, name = self.declarator(base)
                if self.peek() == ":":
                    self.refuse(f"bit-field {name}")
                self.by_value(kind, name)
                fields.append((kind, name))
                if self.peek() != ",":
                    break
                self.take()
            self.take(";")
        self.take("}")
        self.types = FIXED
        self.into.structs[tag] = fields

    def base_type(self):
        words = []
        while self.peek() == "const":
            words.append(self.take())
        if self.peek() == "struct":
            words.append(self.take())
            words.append(self.name())
        else:
            token = self.name()
            if token not in self.types and token not in self.into.types and token not in self.into.handles:
                self.position -= 1
                self.refuse(f"type '{token}' (only fixed-width integers, double, char, void, handles and structs of Patron)")
            words.append(token)
        while self.peek() == "const":
            words.append(self.take())
        return " ".join(words)

    def declarator(self, base):
        kind = base
        while self.peek() in ("*", "const"):
            kind += self.take()
        if self.peek() == "(":
            self.take()
            self.take("*")
            name = self.name()
            self.take(")")
            return f"{kind}(*)({', '.join(' '.join(one).strip() for one in self.parameters())})", name
        name = self.name() if re.match(r"[A-Za-z_]", self.peek()) else ""
        while self.peek() == "[":
            self.take()
            kind += "[" + self.take() + "]"
            self.take("]")
        return kind, name

    def by_value(self, kind, name):
        if "*" in kind or "[" in kind and kind.split("[")[0] in FIXED:
            return
        word = kind.replace("const", "").strip()
        if word.startswith("struct ") or word in self.into.handles or word == "void":
            self.refuse(f"{name or 'a value'}: struct or void by value")

    def parameters(self):
        found = []
        self.take("(")
        if self.peek() == "void" and self.tokens[self.position + 1][0] == ")":
            self.take()
        while self.peek() != ")":
            if self.peek() == "...":
                self.refuse("varargs")
            kind, name = self.declarator(self.base_type())
            self.by_value(kind, name)
            found.append((kind, name))
            if self.peek() == ",":
                self.take()
        self.take(")")
        return found

    def function(self):
        if self.peek() in ("static", "inline", "extern"):
            self.refuse(f"'{self.peek()}' in a public header")
        line = self.tokens[self.position][1]
        kind, name = self.declarator(self.base_type())
        if kind != "void":
            self.by_value(kind, name)
        if self.peek() != "(":
            self.refuse(f"{name}: exported data")
        parameters = self.parameters()
        self.take(";")
        for _, parameter in parameters:
            if not parameter:
                self.refuse(f"{name}: a parameter without a name")
        self.into.functions[name] = (kind, parameters, self.path, line)


def read_headers(include, library):
    """Declarations of one library's headers ('patron', 'patron-io' or 'all'); what a header includes is read before it."""
    declarations, done = Declarations(), set()

    def read(path):
        if path in done or not os.path.exists(path):
            return
        done.add(path)
        with open(path, encoding="utf-8") as handle:
            for name in re.findall(r'^\s*#\s*include\s+"(patron/[^"]+)"', handle.read(), flags=re.M):
                read(os.path.join(include, name))
        declarations.read(path)

    own = public_headers(include, library)
    for path in own:
        read(path)
    declarations.functions = {name: entry for name, entry in declarations.functions.items() if entry[2] in own}
    return declarations
