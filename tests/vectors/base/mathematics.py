"""Writes mathematics.txt: function, arguments, nearest double, and thousandths of a unit in the last place from there to the true value.

Doubles are written as the 16 hexadecimal digits of their bits. Needs mpmath (300 bits); run it only to get other arguments.
"""
import math
import random
import struct

from mpmath import mp, mpf

mp.prec = 300
random.seed(20240229)


def bits(x):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]


def row(name, true, *arguments):
    true = abs(true)
    nearest = float(true)
    unit = mpf(math.ulp(nearest))
    print(name, *map(bits, arguments), *["-"] * (2 - len(arguments)), bits(nearest), int(mp.nint((true - mpf(nearest)) / unit * 1000)))


def spread(count, low, high):
    return [random.uniform(low, high) for _ in range(count)]


def near_one(count):
    return [1 + random.choice([-1, 1]) * 10 ** random.uniform(-15, -0.5) for _ in range(count)]


def powers(count, low, high):
    return [10 ** random.uniform(low, high) for _ in range(count)]


print("# function, arguments, |nearest double|, thousandths of a unit from there to |true value|; made by mathematics.py")
for x in spread(80, -745, 709.7) + spread(40, -1, 1) + powers(20, -18, -1) + spread(20, -745, -708) + [1.0, -1.0, 0.5, 709.782712893384, -745.1, 5e-324, -5e-324]:
    row("exp", mp.exp(mpf(x)), x)
for x in powers(60, -307, 308) + near_one(80) + spread(60, 0.5, 2) + [2.0, 10.0, 0.5, 5e-324, 2.0 ** -1030, 1.7976931348623157e308, 1 + 2.0 ** -52, 1 - 2.0 ** -53, 1.4140625, 1.4142135623730951]:
    row("log", mp.log(mpf(x)), x)
for x in powers(60, -300, 300) + [-p for p in powers(60, -300, -0.001)] + spread(60, -0.9, 2) + [1e-17, -1e-17, 2.0 ** -54, 2.0 ** -53, -1 + 2.0 ** -53, 5e-324]:
    row("log1p", mp.log1p(mpf(x)) if abs(x) < 1e-30 else mp.log(1 + mpf(x)), x)
for x in spread(60, 0.1, 10) + near_one(60) + powers(40, -300, 300):
    y = random.uniform(-740, 700) / float(mp.log(mpf(x))) if random.random() < 0.6 else random.uniform(-3, 3)
    if abs(float(mp.log(mpf(x))) * y) < 700:
        row("pow", mp.power(mpf(x), mpf(y)), x, y)
for x, y in [(2.0, 10.0), (2.0, -1074.0), (2.0, 1023.0), (9.0, 0.5), (10.0, 308.0), (10.0, -307.0), (0.5, 0.3010299956639812), (1.1, 7.0), (3.0, 1.0), (1e300, 1.0)]:
    row("pow", mp.power(mpf(x), mpf(y)), x, y)
