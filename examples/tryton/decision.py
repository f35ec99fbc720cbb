"""What Patron decided for a customer of a company; written by the nightly job alone."""
from trytond.model import ModelSQL, ModelView, Unique, fields
from trytond.pool import Pool
from trytond.pyson import Eval
from trytond.transaction import Transaction

from . import assessment, facts

LEVELS = [
    (None, ""),
    ("TRANSACTIONAL", "Transactional"),
    ("COOPERATIVE", "Cooperative"),
    ("COLLABORATIVE", "Collaborative"),
    ("STRATEGIC", "Strategic"),
    ("LIMITED_COLLABORATION", "Limited Collaboration"),
    ("UNDETERMINED", "Undetermined"),
    ]


def _money(string, help=""):
    return fields.Numeric(string, digits=(16, Eval("currency_digits", 2)), depends=["currency_digits"], readonly=True, help=help)


class Decision(ModelSQL, ModelView):
    "Decision on a Customer"
    __name__ = "patron.decision"
    party = fields.Many2One("party.party", "Party", required=True, select=True, readonly=True, ondelete="CASCADE")
    company = fields.Many2One("company.company", "Company", required=True, select=True, readonly=True, ondelete="CASCADE")
    currency_digits = fields.Function(fields.Integer("Currency Digits"), "get_currency_digits")
    sales = _money("Sales", "Invoiced in the current period, without taxes.")
    sales_previous = _money("Previous Sales")
    profit = _money("Profit", "Sales less the cost of the goods.")
    profit_previous = _money("Previous Profit")
    orders = fields.Integer("Orders", readonly=True)
    ordered = _money("Ordered", "Confirmed sales of the current period, without taxes.")
    key = fields.Boolean("Key Customer", readonly=True)
    key_sales = fields.Boolean("Key by Sales", readonly=True)
    key_profit = fields.Boolean("Key by Profit", readonly=True)
    sales_class = fields.Char("Sales Class", readonly=True)
    profit_class = fields.Char("Profit Class", readonly=True)
    cutoff = _money("Cut-off", "Sales from which a customer of this layer is key.")
    profit_cutoff = _money("Profit Cut-off")
    relationship_level = fields.Selection(LEVELS, "Relationship", sort=False, readonly=True)
    severity = fields.Char("Danger", readonly=True)
    tier = fields.Char("Computed Tier", readonly=True, help="What the figures say.")
    held_tier = fields.Char("Tier", readonly=True, help="The tier that is served: with overrides and what was held of earlier ones.")
    coverage = fields.Char("Coverage", readonly=True)
    explanation = fields.Text("Explanation", readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints.append(("once", Unique(table, table.party, table.company), "patron.msg_decided_once"))

    def get_currency_digits(self, name):
        return self.company.currency.digits

    @classmethod
    def gather(cls, company):
        """The facts of a company's customers as of today, and what Patron makes of them."""
        pool = Pool()
        Configuration, Override = pool.get("patron.configuration"), pool.get("patron.override")
        with Transaction().set_context(company=company.id):
            today = pool.get("ir.date").today()
        months = Configuration(1).months or Configuration.default_months()
        customers = facts.collect(company, facts.Periods(today, months), pool.get("patron.judgement").facts(company))
        overrides = [override.fact(str(override.party.id)) for override in Override.of(company, customers)]
        return customers, assessment.Assessed(company.currency.code, customers, Configuration.in_force(), overrides, today)

    @classmethod
    def assess(cls):
        """The scheduled job: for the company of the context, else for all of them."""
        Company = Pool().get("company.company")
        chosen = Transaction().context.get("company")
        for company in [Company(chosen)] if chosen else Company.search([]):
            customers, assessed = cls.gather(company)
            cls.replace_with(company, {party: {
                        **{name: values[name] for name in ("sales", "sales_previous", "profit", "profit_previous", "orders", "ordered")},
                        **assessed.decisions[party],
                        "explanation": assessed.summary(party),
                        } for party, values in customers.items()})
            Pool().get("patron.override").tell(company, assessed.outcomes)

    @classmethod
    def replace_with(cls, company, wanted):
        """Writes what is new or has changed and nothing else; deletes what is about no customer any more."""
        stored = {decision.party.id: decision for decision in cls.search([("company", "=", company.id)])}
        cls.delete([decision for party, decision in stored.items() if party not in wanted])
        cls.create([{"party": party, "company": company.id, **values} for party, values in wanted.items() if party not in stored])
        changes = []
        for party, values in wanted.items():
            decision = stored.get(party)
            changed = {name: value for name, value in values.items() if decision and getattr(decision, name) != value}
            if changed:
                changes += [[decision], changed]
        if changes:
            cls.write(*changes)
