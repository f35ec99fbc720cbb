"""What the books of a company say about its customers, in a few grouped queries, whatever the number of documents.

Posted and paid customer invoices count, at the amounts of their accounting moves: without taxes, in the company's currency at the rate of the document, credit notes negative. Drafts and cancelled
invoices do not count, nor does the credit note that cancelled one. Inactive parties and the companies of the group itself are no customers."""
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from sql import Cast, Literal, Null
from sql.aggregate import Count, Sum
from sql.conditionals import Case, Coalesce
from sql.functions import Round

from trytond.pool import Pool
from trytond.transaction import Transaction


class Periods:
    """The current period ends with today, the previous one where the current one begins; both are half-open."""

    def __init__(self, today, months):
        self.end = today + relativedelta(days=1)
        self.start = self.end - relativedelta(months=months)
        self.previous = self.end - relativedelta(months=2 * months)

    def sums(self, date, value):
        return [Sum(Case((date >= self.start, value), else_=Literal(0))), Sum(Case((date < self.start, value), else_=Literal(0)))]

    def within(self, date):
        return (date >= self.previous) & (date < self.end)


def collect(company, periods, judgements):
    """Facts by party id: columns of Patron's table `customers`, and `ordered`. A party is a customer when it was invoiced, has ordered, or has been judged."""
    nothing = {"sales": Decimal(0), "sales_previous": Decimal(0), "profit": Decimal(0), "profit_previous": Decimal(0), "orders": 0, "ordered": Decimal(0)}
    customers = {}
    for found in (_invoiced(company, periods), _ordered(company, periods), judgements):
        for party, values in found.items():
            customers.setdefault(party, dict(nothing)).update(values)
    costs = _costs(company, periods)
    for party, values in customers.items():
        known, cost, previous = costs.get(party, (True, Decimal(0), Decimal(0)))
        values["profit"] = values["sales"] - cost if known else None
        values["profit_previous"] = values["sales_previous"] - previous if known else None
    active = _active()
    return {party: customers[party] for party in sorted(customers) if party in active}


def _rows(query):
    cursor = Transaction().connection.cursor()
    cursor.execute(*query)
    return cursor.fetchall()


def _money(company, value):
    """SQLite adds decimals as floats: the exact sum is the nearest amount of the currency."""
    return company.currency.round(Decimal(str(value or 0)))


def _active():
    pool = Pool()
    party, company = pool.get("party.party").__table__(), pool.get("company.company").__table__()
    return {row[0] for row in _rows(party.select(party.id, where=(party.active == True) & ~party.id.in_(company.select(company.party))))}   # noqa: E712


def _counted(company, periods):
    """The invoices that count, and the condition that says so."""
    Invoice = Pool().get("account.invoice")
    invoice, cancelled = Invoice.__table__(), Invoice.__table__()
    cancelling = cancelled.select(cancelled.cancel_move, where=cancelled.cancel_move != Null)
    return invoice, ((invoice.company == company.id) & (invoice.type == "out") & invoice.state.in_(["posted", "paid"]) & ~invoice.move.in_(cancelling) & periods.within(invoice.invoice_date))


def _invoiced(company, periods):
    move_line = Pool().get("account.move.line").__table__()
    invoice, counted = _counted(company, periods)
    query = invoice.join(move_line, condition=move_line.move == invoice.move).select(
        invoice.party, *periods.sums(invoice.invoice_date, move_line.credit - move_line.debit),
        where=counted & move_line.origin.like("account.invoice.line,%"), group_by=invoice.party)
    return {party: {"sales": _money(company, now), "sales_previous": _money(company, before)} for party, now, before in _rows(query)}


def _costs(company, periods):
    """What the goods of the same invoices cost: quantity in the product's unit at its cost price. A service, and a line without a product (a fee, a discount), may cost nothing; goods whose cost price is 0, which is Tryton's way to leave it open, make the profit unknown."""
    pool = Pool()
    line, product, template, price = (pool.get(name).__table__() for name in ("account.invoice.line", "product.product", "product.template", "product.cost_price"))
    unit, own = pool.get("product.uom").__table__(), pool.get("product.uom").__table__()
    invoice, counted = _counted(company, periods)
    quantity = line.quantity * Coalesce(unit.factor / own.factor, 1)
    cost = Coalesce(Round(Cast(quantity * price.cost_price, "NUMERIC"), company.currency.digits), 0)
    unknown = Sum(Case(((template.type != "service") & (Cast(Coalesce(price.cost_price, 0), "NUMERIC") == 0), 1), else_=0))
    query = (invoice.join(line, condition=(line.invoice == invoice.id) & (line.type == "line"))
        .join(product, "LEFT", condition=product.id == line.product)
        .join(template, "LEFT", condition=template.id == product.template)
        .join(unit, "LEFT", condition=unit.id == line.unit)
        .join(own, "LEFT", condition=own.id == template.default_uom)
        .join(price, "LEFT", condition=(price.product == product.id) & (price.company == company.id))
        .select(invoice.party, unknown, *periods.sums(invoice.invoice_date, cost), where=counted, group_by=invoice.party))
    return {party: (not missing, _money(company, now), _money(company, before)) for party, missing, now, before in _rows(query)}


def _ordered(company, periods):
    """Confirmed sales of the current period, to whom they are invoiced; amounts in other currencies are converted at the date of the sale."""
    Currency = Pool().get("currency.currency")
    sale = Pool().get("sale.sale").__table__()
    party = Coalesce(sale.invoice_party, sale.party)
    foreign = Case((sale.currency != company.currency.id, sale.sale_date), else_=Null)
    query = sale.select(party, sale.currency, foreign, Count(sale.id), Sum(sale.untaxed_amount_cache),
        where=(sale.company == company.id) & sale.state.in_(["confirmed", "processing", "done"]) & (sale.sale_date >= periods.start) & (sale.sale_date < periods.end),
        group_by=[party, sale.currency, foreign])
    found = {}
    for customer, currency, date, count, amount in _rows(query):
        if currency != company.currency.id:
            with Transaction().set_context(date=_date(date)):
                amount = Currency.compute(Currency(currency), Currency(currency).round(Decimal(str(amount or 0))), company.currency)
        values = found.setdefault(customer, {"orders": 0, "ordered": Decimal(0)})
        values["orders"] += count
        values["ordered"] += _money(company, amount)
    return found


def _date(value):
    """SQLite gives the date of an expression as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
