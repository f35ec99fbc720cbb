"""Usage: pareto_bytes.py > pareto_bytes.json: the bytes of Pareto plans and states, format version 1, worked out with exact fractions and from the description of the layout alone.

The figures beside it were written by this script once; they do not change while the format has version 1."""
import json
import struct
import zlib
from fractions import Fraction

MOST, FULL = 4095, {"i64": 63, "f64": 53}


def key_of(kind, value):
    return value if kind == "i64" else struct.unpack("<q", struct.pack("<d", value))[0]


def lost(kind, precision, key):
    return 53 - precision if kind == "f64" else max(0, key.bit_length() - precision)


def coarse(kind, precision, key):
    digits = lost(kind, precision, key)
    return key >> digits << digits


def last(kind, precision, key):
    return key + (1 << lost(kind, precision, key)) - 1


def index_of(kind, precision, key):
    digits = lost(kind, precision, key)
    return key >> digits if kind == "f64" else (digits << (precision - 1)) + (key >> digits)


def exponent(key):
    return max(1, key >> 52 & 0x7FF)


def mantissa(kind, key):
    if kind == "i64":
        return key
    return (key & (1 << 52) - 1) | (1 << 52 if key >> 52 & 0x7FF else 0)


def make_map(kind, keys):
    precision = max(p for p in range(1, FULL[kind] + 1) if len({coarse(kind, p, k) for k in keys}) <= MOST)
    entries = {}
    for key in keys:
        count, total = entries.get(coarse(kind, precision, key), (0, 0))
        entries[coarse(kind, precision, key)] = (count + 1, total + mantissa(kind, key))
    return precision, sorted(entries.items())


def varying(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def natural(value):
    digits = (value.bit_length() + 31) // 32
    return struct.pack("<I", digits) + value.to_bytes(4 * digits, "little")


def sealed(bytes_):
    return bytes_ + struct.pack("<I", zlib.crc32(bytes_))


def exact(kind, value):
    """In units of 2^-1074, or of 1."""
    return value if kind == "i64" else int(Fraction(value) * 2**1074)


def fnv(bytes_):
    value = 0xCBF29CE484222325
    for byte in bytes_:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def state(kind, values, plan=b"", ranges=None):
    """`ranges`: the open ranges of the plan."""
    keys = [key_of(kind, v) for v in values if v > 0]
    body = plan + struct.pack("<qq", len(values), len(keys))
    if not plan and kind == "i64":
        body += sum(values).to_bytes(16, "little", signed=True)
    if not plan and kind == "f64":
        net = sum(exact(kind, v) for v in values)
        body += struct.pack("<I", net < 0) + natural(abs(net))
    maps = [[k for k in keys if low <= k <= high] for low, high in ranges] if plan else [keys]
    for of in maps:
        precision, entries = make_map(kind, of)
        body += struct.pack("<II", precision, len(entries))
        following = 0
        for key, (count, total) in entries:
            index = index_of(kind, precision, key)
            body += varying(index - following) + varying(count - 1)
            if lost(kind, precision, key):
                body += varying(total - count * mantissa(kind, key))
            following = index + 1
    head = struct.pack("<QQii", fnv(plan) if plan else 0, len(plan), {"i64": 1, "f64": 2}[kind], len(maps))
    return sealed(b"PPST" + struct.pack("<Iq", 1, 4 + 4 + 8 + len(head) + len(body) + 4) + head + body)


def saturated(value):
    return max(-(2**63), min(2**63 - 1, value))


def nearest(value):
    """As a double, at most the largest."""
    try:
        return float(value)
    except OverflowError:
        return 1.7976931348623157e308 if value > 0 else -1.7976931348623157e308


def plan(kind, values, cuts, precision):
    """The plan after a pass that told keys apart by so many digits, and its open ranges."""
    keys = sorted((key_of(kind, v) for v in values if v > 0), reverse=True)
    lowest = 0 if kind == "i64" else (exponent(coarse(kind, precision, keys[-1])) if keys else 1)
    weight = lambda key: key if kind == "i64" else mantissa(kind, key) << (exponent(key) - lowest)
    whole, net = sum(v for v in map(Fraction, values) if v > 0), sum(map(Fraction, values))
    total, body, ranges = sum(map(weight, keys)), b"", []
    for share in cuts:
        if not keys:
            body += struct.pack("<5q", share, 0, 0, 0, 0) + bytes(16) + natural(0) + natural(0)
            continue
        running, target = 0, Fraction(share, 1000000) * total
        for key in keys:
            running += weight(key)
            if running >= target:
                break
        start = coarse(kind, precision, key)
        end = last(kind, precision, start)
        above = sum(weight(k) for k in keys if k > end)
        within = [k for k in keys if max(start, 1) <= k <= end]
        unit = 1 if kind == "i64" else 1 << (exponent(start) - lowest)
        need = -((above - target) / unit).__floor__()
        low = max(start, 1)
        if low != end and (low, end) not in ranges:
            ranges.append((low, end))
        body += struct.pack("<5q", share, low, end, sum(k > end for k in keys), len(within)) + need.to_bytes(16, "little")
        body += natural(above) + natural(above + sum(map(weight, within)))
    figures = (saturated(int(whole)), nearest(whole), saturated(int(net)), nearest(net)) if kind == "i64" else (0, nearest(whole), 0, nearest(net))
    head = struct.pack("<iiii", {"i64": 1, "f64": 2}[kind], lowest, len(cuts), 0) + struct.pack("<qqqdqd", len(values), len(keys), *figures)
    return sealed(b"PPLN" + struct.pack("<Iq", 1, 16 + len(head) + len(body) + 4) + head + body), ranges


def case(name, kind, values, cuts, passes=1):
    """Values are given, or as [factor, modulus, divisor, rows]: row i is (i * factor % modulus) / divisor."""
    rows = values
    if isinstance(values, tuple):
        factor, modulus, divisor, n = values
        rows = [i * factor % modulus // divisor if kind == "i64" else (i * factor % modulus) / divisor for i in range(n)]
    out = {"name": name, "kind": kind, "cuts": cuts}
    out["formula" if isinstance(values, tuple) else "values"] = list(values)
    keys = [key_of(kind, v) for v in rows if v > 0]
    first, ranges = plan(kind, rows, cuts, make_map(kind, keys)[0])
    if passes == 1:
        assert not ranges
        out["state"] = state(kind, rows).hex()
    out["plan"] = first.hex()
    if passes == 2:
        assert ranges
        out["second_state"] = state(kind, rows, first, ranges).hex()
    return out


print(json.dumps([
    case("no rows", "i64", [], [800000]),
    case("three", "i64", [3, 3, 10], [500000, 800000]),
    case("losses", "i64", [5000, -700, 0, 12000, 5000, -9223372036854775808, 9223372036854775807], [800000, 950000]),
    case("none positive", "f64", [-1.5, 0.0, -2.5], [800000]),
    case("wide doubles", "f64", [1e300, 0.1, 0.1, 5e-324, -1e300, -0.25, 1.7976931348623157e308], [500000, 800000, 1000000]),
    case("many integers", "i64", (7919, 1000003, 1, 20000), [500000, 800000, 950000], 2),
    case("many doubles", "f64", (7919, 1000003, 8, 20000), [800000, 801000], 2),
], indent=1))
