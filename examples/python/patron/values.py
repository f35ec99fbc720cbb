"""Money, dates, numbers, codes and versions: the texts that files and screens show, read and written exactly and in no locale."""
import ctypes
import datetime

from ._errors import text_of
from ._handles import got
from ._library import call

EPOCH = datetime.date(1970, 1, 1).toordinal()


def digits_of(currency):
    """Decimals of a currency: EUR 2, JPY 0; None for gold and its like."""
    return got(ctypes.c_int32, call.currency_exponent, currency.encode())


def parse_money(text, digits=2):
    """'1234.5' is 123450 minor units; never rounded."""
    return got(ctypes.c_int64, call.money_parse, text.encode(), -1, digits)


def format_money(units, digits=2):
    return text_of(call.money_format, units, digits)


def parse_date(text):
    return datetime.date.fromordinal(EPOCH + got(ctypes.c_int32, call.date_parse, text.encode(), -1))


def format_date(date):
    return text_of(call.date_format, date.toordinal() - EPOCH)


def parse_number(text):
    return got(ctypes.c_double, call.number_parse, text.encode(), -1)


def format_number(number):
    """The shortest text that reads back the same."""
    return text_of(call.number_format, number)


def code_name(column, code):
    """The name of a code of a fixed list, or None."""
    name = call.code_name(column.encode(), code)
    return None if name is None else name.decode()


def version():
    return call.version_string().decode()


def version_number():
    return call.version_number()


def abi_version():
    return call.abi_version()


def supports(feature):
    """Whether the library that was loaded has a feature: "arrow", "pareto", "threads", ..."""
    return call.feature_supported(feature.encode()) == 1
