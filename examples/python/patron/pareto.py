"""Who makes the share: cut-offs, classes, concentration, over arrays; and mergeable states for rows that lie apart."""
import ctypes

from ._arrays import Incoming, numpy, outgoing
from ._errors import bytes_of, check
from ._handles import Handle, made
from ._library import call, constants, sized, structs

NOT_POSITIVE, LEFT_OUT = constants.PARETO_NOT_POSITIVE, constants.PARETO_LEFT_OUT


def _incoming(values, known):
    """Integers stay integers, everything else is doubles."""
    kind = getattr(getattr(values, "dtype", None), "kind", None)
    code = getattr(values, "typecode", None)
    integers = kind in "iu" if kind else code in tuple("bhilqBHIL") if code else all(one is None or isinstance(one, int) for one in values)
    return Incoming(values, "q" if integers else "d", known), "i64" if integers else "f64"


def ppm(share):
    """A share of 0.8 in parts per million; one that has more digits is refused."""
    parts = round(share * 1000000)
    if abs(parts - share * 1000000) > 1e-6:
        raise ValueError(f"a share of {share} has more than six decimals")
    return parts


def _filled(function, struct, *arguments):
    out = sized(struct)
    check(function(*arguments, ctypes.byref(out)))
    return out


def cutoff(values, share=0.8, known=None):
    """One cut-off: a struct with cutoff_i64 or cutoff_f64, n_inside, n_minimum, totals."""
    rows, kind = _incoming(values, known)
    return _filled(getattr(call, "pareto_cutoff_" + kind), structs.pareto_result, rows.values, rows.known, rows.n, ppm(share), None)


def classes(values, shares=(0.8, 0.95), groups=None, known=None):
    """The class of every row (0 is A; NOT_POSITIVE, LEFT_OUT) within its group, and the cut-offs, group by group and cut by cut."""
    rows, kind = _incoming(values, known)
    group = None if groups is None else Incoming(groups, "i")
    n_groups = 1 if group is None else max(group.kept, default=-1) + 1
    cuts = (ctypes.c_int64 * len(shares))(*map(ppm, shares))
    found, address = outgoing("b", rows.n)
    cutoffs, cutoffs_address = outgoing("q" if kind == "i64" else "d", int(n_groups) * len(shares))
    into = sized(structs.pareto_groups, **{"cutoff_" + kind: cutoffs_address})
    check(getattr(call, "pareto_classes_" + kind)(rows.values, rows.known, group and group.values, rows.n, n_groups, cuts, len(shares), None, address, ctypes.byref(into)))
    return found, cutoffs.reshape(-1, len(shares)) if numpy is not None else [cutoffs[i:i + len(shares)] for i in range(0, len(cutoffs), len(shares))]


def concentration(values, known=None):
    """Gini coefficients and whale curve, as a struct."""
    rows, kind = _incoming(values, known)
    return _filled(getattr(call, "concentration_" + kind), structs.concentration, rows.values, rows.known, rows.n, None)


def top_share(values, share=0.2, known=None):
    """What the best customers hold, as a struct."""
    rows, kind = _incoming(values, known)
    return _filled(getattr(call, "top_share_" + kind), structs.top_share, rows.values, rows.known, rows.n, ppm(share), None)


def lorenz(values, points=11, base=constants.LORENZ_CLIP0, known=None):
    """Points of the Lorenz curve: shares of customers, shares of value."""
    rows, kind = _incoming(values, known)
    (population, first), (share, second) = outgoing("d", points), outgoing("d", points)
    check(getattr(call, "lorenz_points_" + kind)(rows.values, rows.known, rows.n, base, points, None, first, second))
    return population, share


def whale(values, points=11, known=None):
    """Points of the whale curve: numbers of customers, running sums."""
    rows, kind = _incoming(values, known)
    (rank, first), (total, second) = outgoing("q", points), outgoing("q" if kind == "i64" else "d", points)
    check(getattr(call, "whale_points_" + kind)(rows.values, rows.known, rows.n, points, None, first, second))
    return rank, total


class State(Handle):
    """What one part of the rows says of the cut-offs. Accumulate, merge, ask for the next plan; `result(plan)` is None while one more pass over the rows is needed.

        plan = None
        while True:
            states = [State(plan).add(part) for part in parts]
            whole = merged(states)
            plan = whole.next([0.8])
            if result(plan): break
    """

    KIND = "pareto_state"

    def __init__(self, plan=None, integers=False):
        super().__init__(made(call.pareto_state_create, None, constants.PARETO_I64 if integers else constants.PARETO_F64, plan, len(plan or b"")))
        self._kind = "i64" if integers else "f64"

    @classmethod
    def load(cls, data):
        """A state from the bytes of another process or machine. It can be merged and asked; to accumulate, say what it is of with State()."""
        state = cls.__new__(cls)
        Handle.__init__(state, made(call.pareto_state_load, None, data, len(data)))
        state._kind = None
        return state

    def add(self, values, known=None):
        rows, kind = _incoming(values, known)
        if self._kind is None:
            self._kind = kind
        if kind == "i64" and self._kind == "f64":
            rows = Incoming(values, "d", known)
        check(getattr(call, "pareto_state_accumulate_" + self._kind)(self, rows.values, rows.known, rows.n))
        return self

    def merge(self, other):
        check(call.pareto_state_merge(self, other))
        return self

    def save(self):
        """Bytes: equal rows give equal bytes, however they were parted and merged."""
        return bytes_of(call.pareto_state_save, self)

    def next(self, shares):
        """The plan, as bytes."""
        return bytes_of(call.pareto_state_next, self, (ctypes.c_int64 * len(shares))(*map(ppm, shares)), len(shares))


def merged(states):
    first, *others = states
    for other in others:
        first.merge(other)
    return first


def result(plan, cut=0):
    """The result of one cut; None: one more pass with this plan."""
    out = sized(structs.pareto_result)
    status = call.pareto_plan_result(plan, len(plan), cut, ctypes.byref(out))
    if status == constants.UNKNOWN:
        return None
    check(status)
    return out
