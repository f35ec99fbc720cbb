"""The facts."""
import ctypes
import datetime
import decimal

from . import values
from ._assessment import Assessment, Model
from ._errors import Error, check
from ._handles import Context, Handle, got, made, plain
from ._library import call, constants
from ._policy import Policy
from ._table import Table


def _int64(column, value):
    """The number itself; ctypes would keep its last 64 bits without a word."""
    if not -2 ** 63 <= value < 2 ** 63:
        raise OverflowError(f"{column.decode()}: {value} is out of range")
    return value


class Portfolio(Handle):
    """The facts, in one currency: customers one by one with `add` and `set`, or whole tables with `put`."""

    KIND = "portfolio"

    def __init__(self, currency, context=None, **options):
        context = context or Context(**options)
        super().__init__(made(call.portfolio_create, context, currency.encode(), context=context), context)
        self.currency = currency
        self._minor_units = decimal.Decimal(10) ** (values.digits_of(currency) or 0)

    def add(self, customer, **facts):
        """Adds a customer, whose id is a text or an int; facts are columns of the table `customers`. Returns its row.

        A fact that is refused ends the call: the customer is there then, with the facts before it, and `set` goes on."""
        customer = plain(customer)
        if isinstance(customer, int):
            handle = got(ctypes.c_uint64, call.portfolio_add_customer_i64, self, customer, context=self.context)
        else:
            name = customer.encode()
            handle = got(ctypes.c_uint64, call.portfolio_add_customer, self, name, len(name), context=self.context)
        self._set_all(handle, {column: value for column, value in facts.items() if value is not None})
        return got(ctypes.c_int64, call.customer_row, self, handle)

    def set(self, customer, **facts):
        """Changes facts of a customer; None makes one unknown."""
        self._set_all(self._find(customer), facts)

    def declare(self, **columns):
        """Declares columns of your own: declare(floor_space="NUMBER")."""
        for column, type in columns.items():
            check(call.portfolio_declare(self, column.encode(), getattr(constants, type)), self.context)

    def put(self, table, columns=None, types=None):
        """Puts a table in the place of the one of its name: a Table, or a name and columns as for Table."""
        if not isinstance(table, Table):
            table = Table(table, columns, types, context=self.context)
        check(call.portfolio_put(self, table), self.context)
        return table

    def table(self, name):
        """A table as it is now; "warnings": what was odd about those put; "tables": all of them."""
        return Table._of(made(call.portfolio_table, self, name.encode(), context=self.context), self.context)

    def row(self, customer):
        """The row of a customer in `customers` and in every assessment."""
        return got(ctypes.c_int64, call.customer_row, self, self._find(customer))

    def _find(self, customer):
        customer = plain(customer)
        if isinstance(customer, int):
            return got(ctypes.c_uint64, call.portfolio_find_customer_i64, self, customer, context=self.context)
        name = customer.encode()
        return got(ctypes.c_uint64, call.portfolio_find_customer, self, name, len(name), context=self.context)

    def _at(self, row):
        return got(ctypes.c_uint64, call.portfolio_customer_at, self, row, context=self.context)

    def set_row(self, row, **facts):
        """As `set`, by row."""
        self._set_all(self._at(row), facts)

    def _set_all(self, handle, facts):
        for column, value in facts.items():
            check(self._set(handle, column.encode(), value), self.context)

    def _set(self, handle, column, value):
        value = plain(value)
        if value is None:
            return call.customer_set_unknown(self, handle, column)
        if isinstance(value, decimal.Decimal):
            if not value.is_finite():
                raise ValueError(f"{column.decode()}: {value} is no amount")
            with decimal.localcontext() as exact:
                exact.prec = max(60, len(value.as_tuple().digits) + 8)   # the default rounds to 28 digits
                units = value * self._minor_units
            if units != units.to_integral_value():
                raise ValueError(f"{column.decode()}: {value} has more decimals than the currency")
            return call.customer_set_money(self, handle, column, _int64(column, int(units)))
        if isinstance(value, bool):
            return call.customer_set_flag(self, handle, column, value)
        if isinstance(value, int):
            status = call.customer_set_integer(self, handle, column, _int64(column, value))
            if status == constants.E_TYPE and abs(value) <= 2 ** 53:   # 72 is a fine value for a number
                status = call.customer_set_number(self, handle, column, float(value))
            if status == constants.E_TYPE:                             # and 100 one for money
                status = call.customer_set_money(self, handle, column, _int64(column, value * int(self._minor_units)))
            return status
        if isinstance(value, float):
            return call.customer_set_number(self, handle, column, value)
        if isinstance(value, datetime.date):
            return call.customer_set_date(self, handle, column, value.toordinal() - values.EPOCH)
        text = str(value).encode()
        status = call.customer_set_text(self, handle, column, text, len(text))
        return call.customer_set_code(self, handle, column, text) if status == constants.E_TYPE else status

    def policy(self, preset=None, **settings):
        """A policy of the same context; settings are keys with a double underscore for the dot."""
        return Policy(preset, self.context, **settings)

    def fit(self, policy=None):
        """What later rows are judged by."""
        return Model(made(call.fit, self, policy, context=self.context), self.context)

    def assess(self, policy=None, **settings):
        """The decisions: fit and apply in one. Without a policy, the default one with these settings."""
        if policy is not None and settings:
            raise Error(constants.E_INVALID_ARGUMENT, "settings go into the policy where there is one")
        return Assessment(made(call.assess, self, policy or self.policy(**settings), context=self.context), self.context)

    def robustness(self, policy=None):
        """The decisions, and how far weights may move before they change: tables `stability`, `acceptability`, `agreement`."""
        return Assessment(made(call.robustness, self, policy, context=self.context), self.context)
