"""Decisions that people set against the computed ones: which, how, why, on whose word and until when. The computed value stays beside them, and every night says what became of each."""
from trytond.i18n import gettext
from trytond.model import ModelSQL, ModelView, fields
from trytond.model.exceptions import ValidationError
from trytond.pool import Pool
from trytond.transaction import Transaction

import patron

from . import assessment

DECISIONS = [
    ("held_tier", "Tier"),
    ("key", "Key Customer"),
    ("relationship_level", "Relationship"),
    ("coverage", "Coverage"),
    ]
KINDS = [
    ("PIN", "exactly"),
    ("FLOOR", "at least"),
    ("CAP", "at most"),
    ]
STATES = [
    (None, ""),
    ("APPLIED", "Applied"),
    ("LAPSED", "Lapsed"),
    ("REFUSED", "Refused"),
    ("CLOSED", "No longer needed"),
    ]


class Override(ModelSQL, ModelView):
    "Override of a Decision"
    __name__ = "patron.override"
    party = fields.Many2One("party.party", "Party", required=True, select=True, ondelete="CASCADE")
    company = fields.Many2One("company.company", "Company", required=True, select=True, ondelete="CASCADE")
    decision = fields.Selection(DECISIONS, "Decision", required=True, sort=False)
    kind = fields.Selection(KINDS, "Kind", required=True, sort=False)
    value = fields.Char("Value", required=True, help="GOLD, yes, STRATEGIC: as the decision is shown.")
    reason = fields.Char("Reason", required=True)
    author = fields.Many2One("res.user", "Author", required=True, readonly=True, ondelete="RESTRICT")
    approver = fields.Many2One("res.user", "Approver", ondelete="RESTRICT", help="Needed where the decision moves by more steps than override.steps.")
    date = fields.Date("Date", required=True)
    expires = fields.Date("Until", help="Empty: override.days after the date.")
    state = fields.Selection(STATES, "State", readonly=True, help="Since the last night.")
    computed = fields.Char("Computed", readonly=True, help="What would be decided without it.")

    @staticmethod
    def default_company():
        return Transaction().context.get("company")

    @staticmethod
    def default_author():
        return Transaction().user

    @staticmethod
    def default_kind():
        return "PIN"

    @staticmethod
    def default_date():
        return Pool().get("ir.date").today()

    @classmethod
    def create(cls, vlist):
        """Nobody signs for somebody else."""
        return super().create([{**values, "author": Transaction().user, "state": None, "computed": None} for values in vlist])

    @classmethod
    def write(cls, *arguments):
        """Who changes one is its author from then on."""
        signed = {"author": Transaction().user} if Transaction().user else {}
        super().write(*(one if i % 2 == 0 else {**one, **signed} for i, one in enumerate(arguments)))

    @classmethod
    def validate(cls, overrides):
        super().validate(overrides)
        for override in overrides:
            try:
                assessment.check("EUR", [override.fact("1")], Pool().get("patron.configuration").in_force())
            except patron.Error as error:
                raise ValidationError(gettext("patron.msg_override", error=str(error))) from error

    def fact(self, customer):
        """As a row of Patron's table `overrides`."""
        return {"customer": customer, "column": self.decision, "kind": self.kind, "value": self.value, "reason": self.reason, "author": str(self.author.id),
                "approver": str(self.approver.id) if self.approver else None, "date": self.date, "expires": self.expires}

    @classmethod
    def of(cls, company, parties):
        return cls.search([("company", "=", company.id), ("party", "in", list(parties))], order=[("id", "ASC")])

    @classmethod
    def tell(cls, company, outcomes):
        """Writes what became of them, where it is news."""
        changes = []
        for override in cls.of(company, {party for party, *_ in outcomes}):
            found = outcomes.get((override.party.id, override.decision, override.kind, override.value, override.date))
            if found and found != (override.state, override.computed):
                changes += [[override], {"state": found[0], "computed": found[1]}]
        if changes:
            with Transaction().set_user(0):
                cls.write(*changes)
