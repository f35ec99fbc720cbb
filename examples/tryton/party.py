"""The party's form: what was decided for the company one works in, and the button that explains it."""
from trytond.i18n import gettext
from trytond.model import ModelView, fields
from trytond.pool import Pool, PoolMeta
from trytond.pyson import Eval
from trytond.transaction import Transaction
from trytond.wizard import Button, StateView, Wizard

from .decision import LEVELS


def _shown(field):
    return fields.Function(field, "get_patron", searcher="search_patron")


class Party(metaclass=PoolMeta):
    __name__ = "party.party"
    patron_judgements = fields.One2Many("patron.judgement", "party", "Judgements")
    patron_overrides = fields.One2Many("patron.override", "party", "Overrides")
    patron_decisions = fields.One2Many("patron.decision", "party", "Decisions", readonly=True)
    patron_key = _shown(fields.Boolean("Key Customer"))
    patron_key_sales = _shown(fields.Boolean("Key by Sales"))
    patron_key_profit = _shown(fields.Boolean("Key by Profit"))
    patron_relationship_level = _shown(fields.Selection(LEVELS, "Relationship", sort=False))
    patron_tier = _shown(fields.Char("Computed Tier"))
    patron_held_tier = _shown(fields.Char("Tier"))
    patron_sales = _shown(fields.Numeric("Sales", digits=(16, Eval("patron_currency_digits", 2)), depends=["patron_currency_digits"]))
    patron_cutoff = _shown(fields.Numeric("Cut-off", digits=(16, Eval("patron_currency_digits", 2)), depends=["patron_currency_digits"]))
    patron_explanation = _shown(fields.Text("Explanation"))
    patron_currency_digits = fields.Function(fields.Integer("Currency Digits"), "get_patron_currency_digits")

    @classmethod
    def __setup__(cls):
        super().__setup__()
        cls._buttons.update({"patron_explain": {"readonly": Eval("id", -1) < 0, "depends": ["id"]}})

    @classmethod
    def get_patron(cls, parties, names):
        Decision = Pool().get("patron.decision")
        found = {name: dict.fromkeys((party.id for party in parties), False if name.startswith("patron_key") else None) for name in names}
        company = Transaction().context.get("company")
        for decision in Decision.search([("company", "=", company), ("party", "in", [party.id for party in parties])]) if company else ():
            for name in names:
                found[name][decision.party.id] = getattr(decision, name[len("patron_"):])
        return found

    @classmethod
    def search_patron(cls, name, clause):
        """A party that was not assessed has no value: no flag, no tier."""
        pool = Pool()
        Decision = pool.get("patron.decision")
        _, operator, value = clause[:3]
        decision, column = Decision.__table__(), name[len("patron_"):]
        absent = operator == ("=" if value is None or value is False else "!=")
        if absent:
            operator, value = {None: ("!=", None), False: ("=", True)}.get(value, ("=", value))
        having = Decision.search([("company", "=", Transaction().context.get("company", -1)), (column, operator, value)], query=True)
        return [("id", "not in" if absent else "in", decision.select(decision.party, where=decision.id.in_(having)))]

    def get_patron_currency_digits(self, name):
        company = Transaction().context.get("company")
        return Pool().get("company.company")(company).currency.digits if company else 2

    @classmethod
    @ModelView.button_action("patron.wizard_explain")
    def patron_explain(cls, parties):
        pass


class Explanation(ModelView):
    "Explanation of a Customer"
    __name__ = "patron.explanation"
    party = fields.Many2One("party.party", "Party", readonly=True)
    text = fields.Text("Why", readonly=True)


class Explain(Wizard):
    "Explain a Customer"
    __name__ = "patron.explain"
    start_state = "show"
    show = StateView("patron.explanation", "patron.explanation_view_form", [Button("Close", "end", "tryton-close", default=True)])

    def default_show(self, fields):
        """As of now: from today's books, not from last night's."""
        pool = Pool()
        company = Transaction().context.get("company")
        text = ""
        if company:
            with Transaction().set_user(0):
                _, assessed = pool.get("patron.decision").gather(pool.get("company.company")(company))
            text = assessed.explanation(self.record.id)
        return {"party": self.record.id, "text": text or gettext("patron.msg_no_customer", party=self.record.rec_name)}


class Replace(metaclass=PoolMeta):
    __name__ = "party.replace"

    @classmethod
    def fields_to_replace(cls):
        return super().fields_to_replace() + [("patron.judgement", "party"), ("patron.override", "party")]

    def transition_replace(self):
        """A party is judged once by each company: what was known of the one that stays wins. Decisions are for the next night."""
        pool = Pool()
        Judgement, Decision = pool.get("patron.judgement"), pool.get("patron.decision")
        source, destination = self.ask.source, self.ask.destination
        with Transaction().set_user(0):
            judged = {judgement.company for judgement in Judgement.search([("party", "=", destination.id)])}
            Judgement.delete([judgement for judgement in Judgement.search([("party", "=", source.id)]) if judgement.company in judged])
            Decision.delete(Decision.search([("party", "=", source.id)]))
        return super().transition_replace()
