"""What people know of a customer and no invoice tells: by company, since one company may be closer to it than another."""
from trytond.model import ModelSQL, ModelView, Unique, fields
from trytond.transaction import Transaction

VALUES = ("our_commitment", "our_trust", "their_commitment", "their_trust")
LAYERS = [
    (None, ""),
    ("DISTRIBUTOR", "Distributor"),
    ("FIRST_TIER_WHOLESALER", "First-tier Wholesaler"),
    ("SECOND_TIER_WHOLESALER", "Second-tier Wholesaler"),
    ("KA_RETAIL", "Key Account Retail"),
    ("SMALL_RETAIL", "Small Retail"),
    ("END_USER", "End User"),
    ("OTHER", "Other"),
    ]


def _mark(string):
    return fields.Float(string, digits=(3, 1), help="0 to 100; empty: not known.")


class Judgement(ModelSQL, ModelView):
    "Judgement of a Customer"
    __name__ = "patron.judgement"
    party = fields.Many2One("party.party", "Party", required=True, select=True, ondelete="CASCADE")
    company = fields.Many2One("company.company", "Company", required=True, select=True, ondelete="CASCADE")
    layer = fields.Selection(LAYERS, "Layer", sort=False, help="Customers are compared within their layer and territory.")
    territory = fields.Char("Territory")
    our_commitment = _mark("Our Commitment")
    our_trust = _mark("Our Trust")
    their_commitment = _mark("Their Commitment")
    their_trust = _mark("Their Trust")

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints.append(("once", Unique(table, table.party, table.company), "patron.msg_judged_once"))
        for name in VALUES:
            getattr(cls, name).domain = ["OR", (name, "=", None), [(name, ">=", 0), (name, "<=", 100)]]

    @staticmethod
    def default_company():
        return Transaction().context.get("company")

    @classmethod
    def facts(cls, company):
        """By party id, as columns of Patron's customers."""
        return {judgement.party.id: {name: getattr(judgement, name) for name in ("layer", "territory", *VALUES)} for judgement in cls.search([("company", "=", company.id)])}
