"""The books of a small company, made with Tryton's own models: parties, products, invoices and sales. Dates count from today.

Numbers of invoices must follow their accounting dates, so all have the same one; what counts is the date of the invoice."""
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from trytond.modules.account.tests import create_chart, get_fiscalyear
from trytond.modules.account_invoice.tests import set_invoice_sequences
from trytond.modules.company.tests import create_company, set_company
from trytond.modules.currency.tests import add_currency_rate, create_currency
from trytond.pool import Pool

TODAY = date.today()
END = TODAY + timedelta(days=1)
START = END - relativedelta(months=12)
PREVIOUS = END - relativedelta(months=24)


def days_ago(days):
    return TODAY - timedelta(days=days)


class Books:
    """A company with its chart of accounts, a tax of a fifth, and one long fiscal year."""

    def __init__(self, company):
        pool = Pool()
        Account, Period = pool.get("account.account"), pool.get("account.fiscalyear")
        self.company = company
        create_chart(company, tax=not pool.get("account.tax.template").search([]))
        year = set_invoice_sequences(get_fiscalyear(company, start_date=date(TODAY.year - 4, 1, 1), end_date=date(TODAY.year + 1, 12, 31)))
        year.save()
        Period.create_period([year])
        self.revenue, = Account.search([("type.revenue", "=", True), ("company", "=", company.id)], limit=1)
        self.expense, = Account.search([("type.expense", "=", True), ("company", "=", company.id)], limit=1)
        self.receivable, = Account.search([("type.receivable", "=", True), ("company", "=", company.id)], limit=1)
        self.payable, = Account.search([("type.payable", "=", True), ("company", "=", company.id)], limit=1)
        self.tax, = pool.get("account.tax").search([("company", "=", company.id)])

    def party(self, name):
        Party = Pool().get("party.party")
        party, = Party.create([{"name": name, "addresses": [("create", [{}])]}])
        return party

    def product(self, name, unit, cost):
        pool = Pool()
        unit, = pool.get("product.uom").search([("name", "=", unit)])
        template, = pool.get("product.template").create([{"name": name, "default_uom": unit.id, "type": "goods", "list_price": Decimal(1), "products": [("create", [{}])]}])
        product, = template.products
        if cost is not None:
            product.cost_price = Decimal(cost)
            product.save()
        return product

    def invoice(self, party, day, quantity, price, product=None, unit=None, currency=None, type="out", post=True):
        pool = Pool()
        Invoice, Line, Journal = pool.get("account.invoice"), pool.get("account.invoice.line"), pool.get("account.journal")
        journal, = Journal.search([("type", "=", "revenue" if type == "out" else "expense")], limit=1)
        invoice = Invoice(company=self.company, type=type, party=party, invoice_date=day, accounting_date=END, invoice_address=party.addresses[0], journal=journal, currency=currency or self.company.currency,
                          account=self.receivable if type == "out" else self.payable)
        unit = unit or (product.default_uom if product else None)
        invoice.lines = [Line(type="line", company=self.company, currency=invoice.currency, product=product, unit=unit, quantity=quantity, unit_price=Decimal(price), taxes=[self.tax],
                              description="goods", account=self.revenue if type == "out" else self.expense, invoice_type=type)]
        invoice.save()
        Invoice.update_taxes([invoice])
        if post:
            Invoice.post([invoice])
            assert abs(Invoice(invoice.id).total_amount) > abs(Invoice(invoice.id).untaxed_amount), "the tax is missing"
        return invoice

    def sale(self, party, day, quantity, price, currency=None, payer=None, state="confirmed"):
        pool = Pool()
        Sale, Line = pool.get("sale.sale"), pool.get("sale.line")
        sale = Sale(company=self.company, party=party, invoice_party=payer, sale_date=day, currency=currency or self.company.currency, invoice_address=(payer or party).addresses[0],
                    shipment_address=party.addresses[0], invoice_method="manual", shipment_method="manual")
        sale.lines = [Line(type="line", quantity=quantity, unit_price=Decimal(price), description="goods", taxes=[self.tax])]
        sale.save()
        if state == "confirmed":
            Sale.quote([sale])
            Sale.confirm([sale])
        elif state == "cancelled":
            Sale.cancel([sale])
        return sale


def currencies():
    euro, dollar = create_currency("EUR"), create_currency("USD")
    add_currency_rate(euro, Decimal(1), days_ago(1500))
    add_currency_rate(dollar, Decimal("1.25"), days_ago(1500))
    add_currency_rate(dollar, Decimal(2), days_ago(1))
    return euro, dollar


def seed():
    """Two companies and the parties that the expectations of the scenario name; ids by name."""
    pool = Pool()
    Invoice, Judgement = pool.get("account.invoice"), pool.get("patron.judgement")
    euro, dollar = currencies()
    own, north = create_company("Own", euro), create_company("North", euro)
    with set_company(own):
        books = Books(own)
        names = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper")
        party = {name: books.party(name) for name in names}
        crate, pump, flour, sample = books.product("Crate", "Unit", 60), books.product("Pump", "Unit", 190), books.product("Flour", "Kilogram", 2), books.product("Sample", "Unit", None)
        gram, = pool.get("product.uom").search([("name", "=", "Gram")])

        for day, quantity in ((days_ago(10), 10), (START, 3), (START - timedelta(days=1), 4), (PREVIOUS, 1), (PREVIOUS - timedelta(days=1), 7), (END, 9), (days_ago(5), -1)):
            books.invoice(party["Alder"], day, quantity, "100", crate)
        books.invoice(party["Alder"], days_ago(3), 50, "100", crate, post=False)
        books.invoice(party["Alder"], days_ago(3), 30, "100", crate, type="in")
        books.invoice(party["Birch"], days_ago(20), 1, "250", pump, currency=dollar)
        books.invoice(party["Cedar"], days_ago(30), -1, "50", crate)
        Invoice.credit([books.invoice(party["Dogwood"], days_ago(40), 4, "100", crate)], refund=True, accounting_date=END)
        books.invoice(party["Elm"], days_ago(40), 99, "101", crate)
        party["Elm"].active = False
        party["Elm"].save()
        books.invoice(party["Ginkgo"], days_ago(15), 5000, "0.01", flour, unit=gram)
        books.sale(party["Ginkgo"], days_ago(14), 1, "125", currency=dollar)
        books.sale(party["Hazel"], days_ago(13), 3, "10", payer=party["Ginkgo"])
        books.sale(party["Hazel"], days_ago(12), 1, "777", state="draft")
        books.sale(party["Hazel"], days_ago(12), 1, "888", state="cancelled")
        books.sale(party["Hazel"], START - timedelta(days=1), 1, "999")
        books.invoice(party["Ivy"], days_ago(60), 2, "40", sample)
        books.invoice(north.party, days_ago(9), 50, "100", crate)
        for name, values in (("Alder", (85.0, 90.0, 45.0, 72.0)), ("Fir", (80.0, 81.0, 82.0, 83.0))):
            Judgement.create([{"party": party[name].id, "company": own.id, **dict(zip(("our_commitment", "our_trust", "their_commitment", "their_trust"), values))}])
    with set_company(north):
        branch = Books(north)
        branch.invoice(party["Alder"], days_ago(8), 7, "10")
    return own, north, party, books, branch
