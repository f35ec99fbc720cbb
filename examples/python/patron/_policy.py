"""The rules, and weightings and normalisers of your own."""
import ctypes

from ._errors import check, text_of
from ._handles import Context, Handle, made
from ._library import FIT, WEIGH, call, constants, give_back, lend, sized, structs
from ._table import Table


class Policy(Handle):
    """The rules: `policy["matrix.bands"] = [40, 70]`, `del policy[key]` goes back to the preset's, `put` replaces a table of rules."""

    KIND = "policy"

    def __init__(self, preset=None, context=None, **settings):
        context = context or Context()
        super().__init__(made(call.policy_create, context, preset and preset.encode(), context=context), context)
        for key, value in settings.items():
            self[key.replace("__", ".")] = value

    def __setitem__(self, key, value):
        """A number, a flag, a text, or a list of them."""
        text = ",".join(map(str, value)) if isinstance(value, (list, tuple)) else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        check(call.policy_set(self, key.encode(), text.encode()), self.context)

    def __getitem__(self, key):
        """The setting in force as text; None where it is not set."""
        return text_of(call.policy_get, self, key.encode(), context=self.context)

    def __delitem__(self, key):
        check(call.policy_set(self, key.encode(), None), self.context)

    def weigh(self, scorecard, **weights):
        """Changes weights of a scorecard by its criteria: `policy.weigh("winnability", market_share=2, growth=1)`."""
        for criterion, weight in weights.items():
            check(call.policy_set_weight(self, scorecard.encode(), criterion.encode(), weight), self.context)

    def put(self, table, columns=None, types=None):
        """Puts a table of rules in the place of the one of its name; of `settings` only the keys that are given change."""
        if not isinstance(table, Table):
            table = Table(table, columns, types, context=self.context)
        check(call.policy_put(self, table), self.context)

    def extend(self, name, columns, types=None):
        """Adds rows to those in force, in columns of their types."""
        in_force = self.table(name)
        kinds = dict({column: kind for column, kind in in_force.types.items() if column in columns}, **types or {})
        table = Table(name, columns, kinds, context=self.context)
        table.append(in_force)
        self.put(table)

    def table(self, name):
        """The rules in force, defaults filled in; "settings": every key; "tables": all of them."""
        return Table._of(made(call.policy_table, self, name.encode(), context=self.context), self.context)

    def check(self):
        """All that is wrong with the rules, as a list of dictionaries; empty: they can be used."""
        return list(Table._of(made(call.policy_check, self, context=self.context), self.context))

    def weighting(self, name):
        """Registers a function as a weighting: `weigh(criteria, raw, normalised)` gets three tables and returns a weight for each criterion.

            @policy.weighting("MINE")
            def mine(criteria, raw, normalised): ...
        """
        def registered(weigh):
            context = self.context

            def called(_, criteria, raw, normalised, count, out):
                tables = []
                try:
                    tables += [Table._of(ctypes.c_void_p(one), context) for one in (criteria, raw, normalised)]
                    weights = list(weigh(*tables))
                    if len(weights) != count:
                        raise ValueError(f"{len(weights)} weights for {count} criteria")
                    for i, weight in enumerate(weights):
                        out[i] = weight
                    return constants.OK
                except BaseException as failure:   # it may not pass through C
                    context.failure = failure
                    return constants.E_CALLBACK
                finally:
                    for table in tables:
                        table._as_parameter_ = None   # they end with the call
            self._register(structs.weighting, name, "weigh", WEIGH(called), call.policy_register_weighting)
            return weigh
        return registered

    def normaliser(self, name):
        """Registers a function as a normaliser: `fit(values, capacity)` returns points (value, score from 0 to 100), ascending."""
        def registered(fit):
            context = self.context

            def called(_, known, count, capacity, out_from, out_score, out_points):
                try:
                    points = list(fit(known[:count], capacity))
                    if len(points) > capacity:
                        raise ValueError(f"{len(points)} points, room for {capacity}")
                    for i, (value, score) in enumerate(points):
                        out_from[i], out_score[i] = value, score
                    out_points[0] = len(points)
                    return constants.OK
                except BaseException as failure:
                    context.failure = failure
                    return constants.E_CALLBACK
            self._register(structs.normaliser, name, "fit", FIT(called), call.policy_register_normaliser)
            return fit
        return registered

    def _register(self, struct, name, field, function, register):
        vtable = sized(struct, abi_version=constants.ABI, name=name.encode(), **{field: ctypes.cast(function, ctypes.c_void_p)})
        check(register(self, ctypes.byref(vtable), lend(function), give_back), self.context)
