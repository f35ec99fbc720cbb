"""The rules by which customers are judged: settings, and whole tables of rules in the place of the default ones."""
from trytond.i18n import gettext
from trytond.model import ModelSingleton, ModelSQL, ModelView, Unique, fields
from trytond.model.exceptions import ValidationError
from trytond.pool import Pool

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
    def in_force(cls):
        """Settings and tables together, as Patron reads them."""
        return assessment.Rules(cls(1).settings, {table.name: table.rows for table in Pool().get("patron.rule_table").search([])})

    @classmethod
    def check_rules(cls):
        """Tables speak of each other, and settings of tables: all of it is looked at, whatever was changed."""
        try:
            assessment.check("EUR", rules=cls.in_force())
        except patron.Error as error:
            raise ValidationError(gettext("patron.msg_rules", error=str(error))) from error

    @classmethod
    def validate(cls, configurations):
        super().validate(configurations)
        cls.check_rules()


class RuleTable(ModelSQL, ModelView):
    "Table of Rules"
    __name__ = "patron.rule_table"
    name = fields.Selection("get_names", "Table", required=True, help="This table takes the place of the default one.")
    rows = fields.Text("Rows", required=True, help="The columns, then a rule a line, with commas between; a cell with a comma in it stands in quotation marks.")

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints.append(("once", Unique(table, table.name), "patron.msg_table_once"))
        cls._order.insert(0, ("name", "ASC"))

    @staticmethod
    def get_names():
        return [(name, name) for name in assessment.rule_tables()]

    @fields.depends("name", "rows")
    def on_change_name(self):
        if self.name and not self.rows:
            self.rows = assessment.default_table(self.name)

    @classmethod
    def validate(cls, tables):
        super().validate(tables)
        Pool().get("patron.configuration").check_rules()

    @classmethod
    def delete(cls, tables):
        super().delete(tables)
        Pool().get("patron.configuration").check_rules()
