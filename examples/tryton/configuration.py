"""The rules by which customers are judged."""
from trytond.i18n import gettext
from trytond.model import ModelSingleton, ModelSQL, ModelView, fields
from trytond.model.exceptions import ValidationError

import patron

from . import assessment


class Configuration(ModelSingleton, ModelSQL, ModelView):
    "Patron Configuration"
    __name__ = "patron.configuration"
    months = fields.Integer("Months", required=True, domain=[("months", ">=", 1), ("months", "<=", 60)], help="Length of the current and of the previous period; the current one ends today.")
    rules = fields.Text("Rules", help="Settings of Patron's policy, one a line: fence.visit_cost = 80. What is not said keeps its default.")

    @classmethod
    def default_months(cls):
        return 12

    @property
    def settings(self):
        found = {}
        for line in (self.rules or "").splitlines():
            key, _, value = line.partition("=")
            if line.strip():
                found[key.strip()] = value.strip()
        return found

    @classmethod
    def validate(cls, configurations):
        super().validate(configurations)
        for configuration in configurations:
            try:
                assessment.check("EUR", configuration.settings)
            except patron.Error as error:
                raise ValidationError(gettext("patron.msg_rules", error=str(error))) from error
