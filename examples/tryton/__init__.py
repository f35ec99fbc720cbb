"""A module of Tryton 6.0 that lets Patron decide for every party how important it is, and shows why on the party's form."""
from trytond.pool import Pool

from . import configuration, cron, decision, judgement, override, party


def register():
    Pool.register(
        configuration.Configuration,
        configuration.RuleTable,
        cron.Cron,
        decision.Decision,
        judgement.Judgement,
        override.Override,
        party.Party,
        party.Explanation,
        module="patron", type_="model")
    Pool.register(
        party.Explain,
        party.Replace,
        module="patron", type_="wizard")
