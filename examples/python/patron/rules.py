"""The rules as plain functions over arrays: weights, normalisers, aggregations, ranks, robustness, relationships, bands."""
import ctypes
from collections import namedtuple

from ._arrays import Columns, Incoming, numpy, outgoing, unpacked
from ._errors import check
from ._handles import got
from ._library import call, constants, sized, structs

Weights = namedtuple("Weights", "weights warnings")
Ahp = namedtuple("Ahp", "weights consistency")
BestWorst = namedtuple("BestWorst", "weights xi consistency_ratio")


def _doubles(values):
    return Incoming(values, "d")


def _weights(function, n, *arguments):
    weights, address = outgoing("d", n)
    check(function(*arguments, address))
    return weights


def direct_weights(raw):
    raw = _doubles(raw)
    return _weights(call.weights_direct, raw.n, raw.values, raw.n)


def equal_weights(n):
    return _weights(call.weights_equal, n, n)


def rank_weights(ranks, method=constants.WEIGHTING_RANK_ORDER_CENTROID):
    ranks = _doubles(ranks)
    return _weights(call.weights_rank, ranks.n, method, ranks.values, ranks.n)


def random_index(n, table=constants.RANDOM_INDEX_ALONSO_LAMATA):
    """None above 15 criteria."""
    return got(ctypes.c_double, call.random_index, table, n)


def ahp_weights(matrix, method=constants.WEIGHTING_AHP, table=constants.RANDOM_INDEX_ALONSO_LAMATA, tolerance=0.0):
    """From pairwise comparisons, a row of n numbers for each criterion."""
    n, flat = len(matrix), _doubles([float(one) for row in matrix for one in row])
    if flat.n != n * n:
        raise ValueError("not a square of comparisons")
    weights, address = outgoing("d", n)
    consistency = sized(structs.ahp_consistency)
    check(call.weights_ahp(flat.values, n, method, table, tolerance, None, address, ctypes.byref(consistency)))
    return Ahp(weights, consistency)


def best_worst_weights(best_to_others, others_to_worst, best, worst):
    first, second, xi, ratio = _doubles(best_to_others), _doubles(others_to_worst), ctypes.c_double(), ctypes.c_double()
    weights, address = outgoing("d", first.n)
    check(call.weights_best_worst(first.values, second.values, first.n, best, worst, None, address, ctypes.byref(xi), ctypes.byref(ratio)))
    return BestWorst(weights, xi.value, ratio.value)


def _from_data(function, columns, known, directions, *more):
    columns, warnings = Columns(columns, known), ctypes.c_uint32()
    weights, address = outgoing("d", columns.n)
    held = None if directions is None else Incoming(directions, "i")
    check(function(columns.values, columns.known, held and held.values, columns.rows, columns.n, *more, None, address, ctypes.byref(warnings)))
    return Weights(weights, warnings.value)


def entropy_weights(columns, known=None):
    return _from_data(call.weights_entropy, columns, known, None)


def critic_weights(columns, known=None, directions=None, correlation=constants.CORRELATION_PEARSON):
    return _from_data(call.weights_critic, columns, known, directions, correlation)


def deviation_weights(columns, known=None):
    return _from_data(call.weights_deviation, columns, known, None)


def _scaled(function, values, known, *arguments):
    values = Incoming(values, "d", known)
    out, address = outgoing("d", values.n)
    check(function(values.values, values.known, values.n, *arguments, address))
    return out


def linear(values, low, high, direction=constants.DIRECTION_HIGHER, known=None):
    return _scaled(call.normalise_linear, values, known, low, high, direction)


def target(values, low, target_low, target_high, high, known=None):
    return _scaled(call.normalise_target, values, known, low, target_low, target_high, high)


def piecewise(values, points, known=None):
    """Straight lines between points (value, score)."""
    begin, score = _doubles([float(one[0]) for one in points]), _doubles([float(one[1]) for one in points])
    return _scaled(call.normalise_points, values, known, begin.values, score.values, begin.n)


def percent_rank(values, direction=constants.DIRECTION_HIGHER, known=None):
    return _scaled(call.normalise_percent_rank, values, known, direction, None)


def percent_rank_points(values, capacity=1024, direction=constants.DIRECTION_HIGHER, known=None):
    """The distribution as points for `piecewise`; None when no value is known."""
    values, n = Incoming(values, "d", known), ctypes.c_int32()
    (begin, first), (score, second) = outgoing("d", capacity), outgoing("d", capacity)
    status = call.percent_rank_points(values.values, values.known, values.n, capacity, direction, None, first, second, ctypes.byref(n))
    if status == constants.UNKNOWN:
        return None
    check(status)
    return list(zip(begin[:n.value].tolist(), score[:n.value].tolist()))


def value_range(values, known=None):
    values, low, high = Incoming(values, "d", known), ctypes.c_double(), ctypes.c_double()
    status = call.value_range(values.values, values.known, values.n, ctypes.byref(low), ctypes.byref(high))
    if status == constants.UNKNOWN:
        return None
    check(status)
    return low.value, high.value


def statistics(values, known=None):
    values, out = Incoming(values, "d", known), sized(structs.value_statistics)
    check(call.value_statistics_of(values.values, values.known, values.n, ctypes.byref(out)))
    return out


def by_statistics(values, normaliser, of=None, direction=constants.DIRECTION_HIGHER, known=None):
    """Scales by a statistic of the column: NORMALISER_ZSCORE, _VECTOR, _MAX or _SUM."""
    of = of or statistics(values, known)
    return _scaled(call.normalise_statistics, values, known, normaliser, ctypes.byref(of), direction)


def log1p(values, known=None):
    return _scaled(call.transform_log1p, values, known)


Scores = namedtuple("Scores", "score coverage known")


def _scores(function, columns, weights, known, missing, *more):
    columns, weights = Columns(columns, known), _doubles(weights)
    (score, first), (coverage, second) = outgoing("d", columns.rows), outgoing("d", columns.rows)
    bits = (ctypes.c_uint8 * (columns.rows // 8 + 1))()
    check(function(columns.values, columns.known, weights.values, columns.rows, columns.n, missing, *more, first, second, bits))
    return Scores(score, coverage, unpacked(bits, columns.rows))


def weighted_sum(columns, weights, missing=constants.MISSING_RENORMALISE, known=None):
    return _scores(call.aggregate_weighted_sum, columns, weights, known, missing)


def weighted_product(columns, weights, missing=constants.MISSING_RENORMALISE, floor=0.0, known=None):
    return _scores(call.aggregate_weighted_product, columns, weights, known, missing, floor, None)


def _result(struct, rows, names, function, **lengths):
    """Calls `function(out, warnings)` with a struct of arrays, and gives them back as a dictionary."""
    arrays, warnings = {name: outgoing("d", lengths.get(name, rows)) for name in names}, ctypes.c_uint32()
    bits = (ctypes.c_uint8 * (rows // 8 + 1))()
    out = sized(struct, validity=ctypes.addressof(bits), **{name: address for name, (_, address) in arrays.items()})
    check(function(ctypes.byref(out), ctypes.byref(warnings)))
    return dict({name: values for name, (values, _) in arrays.items()}, known=unpacked(bits, rows), warnings=warnings.value)


def topsis(columns, weights, missing=constants.MISSING_RENORMALISE, known=None):
    columns, weights = Columns(columns, known), _doubles(weights)
    return _result(structs.topsis_columns, columns.rows, ("score", "distance_best", "distance_worst", "coverage"),
                   lambda out, warnings: call.aggregate_topsis(columns.values, columns.known, weights.values, columns.rows, columns.n, missing, None, None, None, out, warnings))


def vikor(columns, weights, v=0.5, missing=constants.MISSING_RENORMALISE, known=None):
    columns, weights = Columns(columns, known), _doubles(weights)
    return _result(structs.vikor_columns, columns.rows, ("utility", "regret", "compromise", "coverage", "bounds"),
                   lambda out, warnings: call.aggregate_vikor(columns.values, columns.known, weights.values, columns.rows, columns.n, missing, v, None, None, None, None, out, warnings), bounds=4)


def vikor_compromise(utility, regret, compromise):
    """Advantage, stability, and the rows of the compromise set."""
    first, second, third = _doubles(utility), _doubles(regret), _doubles(compromise)
    advantage, stability = ctypes.c_int32(), ctypes.c_int32()
    members, address = outgoing("B", first.n)
    check(call.vikor_compromise(first.values, second.values, third.values, first.n, ctypes.byref(advantage), ctypes.byref(stability), address))
    return bool(advantage.value), bool(stability.value), [row for row, member in enumerate(members) if member]


def promethee(columns, weights, preferences=None, directions=None, missing=constants.MISSING_RENORMALISE, known=None):
    """Flows; preferences are (type, indifference, strict) for each criterion, by default PREFERENCE_USUAL."""
    columns, weights = Columns(columns, known), _doubles(weights)
    kinds, low, high = zip(*(preferences or [(constants.PREFERENCE_USUAL, 0.0, 0.0)] * columns.n))
    held = Incoming(list(kinds), "i"), _doubles([float(one) for one in low]), _doubles([float(one) for one in high])
    how = sized(structs.promethee_preferences, type=held[0].values, indifference=held[1].values, strict=held[2].values)
    ways = None if directions is None else Incoming(directions, "i")
    return _result(structs.promethee_columns, columns.rows, ("plus", "minus", "net", "coverage"),
                   lambda out, warnings: call.aggregate_promethee(columns.values, columns.known, ways and ways.values, weights.values, ctypes.byref(how), columns.rows, columns.n, missing, None, out, warnings))


def rank(scores, known=None):
    """1 is the best; equal scores share the better rank; 0 where the score is unknown."""
    scores = Incoming(scores, "d", known)
    ranks, address = outgoing("q", scores.n)
    check(call.rank(scores.values, scores.known, scores.n, None, address))
    return ranks


def rank_correlation(x, y):
    """Kendall's tau-b and Spearman's rho; None where neither is defined."""
    x, y, tau, rho = _doubles(x), _doubles(y), ctypes.c_double(), ctypes.c_double()
    status = call.rank_correlation(x.values, x.known, y.values, y.known, x.n, None, ctypes.byref(tau), ctypes.byref(rho))
    if status == constants.UNKNOWN:
        return None
    check(status)
    return tau.value, rho.value


def weight_stability(columns, weights, criterion, preserve=constants.STABILITY_ORDER, which=0, bound=0.0, known=None):
    """How far one weight may move before the decision changes, as a struct."""
    columns, weights, out = Columns(columns, known), _doubles(weights), sized(structs.stability)
    check(call.weight_stability(columns.values, columns.known, weights.values, columns.rows, columns.n, criterion, preserve, which, bound, None, ctypes.byref(out)))
    return out


def sample_weights(n, count, seed=0, first=0, ranks=None):
    """`count` weights drawn evenly, a row each."""
    held, (weights, address) = None if ranks is None else _doubles(ranks), outgoing("d", n * count)
    check(call.sample_weights(seed, first, count, n, held and held.values, address))
    return weights.reshape(count, n) if numpy is not None else [weights[i * n:i * n + n] for i in range(count)]


def acceptability(columns, bounds, count=10000, seed=0, ranks=None, known=None):
    """In what share of all weights a row ranks within each bound, a row of shares each."""
    columns, held = Columns(columns, known), None if ranks is None else _doubles(ranks)
    limits, (tiers, address) = Incoming(bounds, "q"), outgoing("d", columns.rows * len(bounds))
    samples = sized(structs.acceptability_samples, count=count, seed=seed, ranks=held and held.values)
    check(call.acceptability(columns.values, columns.known, columns.rows, columns.n, ctypes.byref(samples), limits.values, limits.n, None, ctypes.byref(sized(structs.acceptability_columns, tiers=address))))
    n = len(bounds)
    return tiers.reshape(columns.rows, n) if numpy is not None else [tiers[i * n:i * n + n] for i in range(columns.rows)]


def relationship_rule(**fields):
    """The default rule with some fields changed, checked: relationship_rule(high=70.0, bands=(30, 60, 90))."""
    rule = sized(structs.relationship_rule)
    check(call.relationship_rule_default(ctypes.byref(rule)))
    for name, value in fields.items():
        setattr(rule, name, type(getattr(rule, name))(*value) if isinstance(value, (list, tuple)) else value)
    check(call.relationship_rule_check(ctypes.byref(rule)))
    return rule


def relationship(our_commitment, our_trust, their_commitment, their_trust, rule=None):
    """One relationship, as a struct; None is unknown."""
    values = our_commitment, our_trust, their_commitment, their_trust
    unknown = sum(1 << i for i, value in enumerate(values) if value is None)
    out = sized(structs.relationship_result)
    check(call.relationship_classify(rule and ctypes.byref(rule), (ctypes.c_double * 4)(*(value or 0.0 for value in values)), unknown, ctypes.byref(out)))
    return out


def relationships(our_commitment, our_trust, their_commitment, their_trust, rule=None, known=None):
    """Many of them: levels, exposed sides and severities by number, and gaps."""
    columns = Columns([our_commitment, our_trust, their_commitment, their_trust], known)
    arrays = {name: outgoing(code, columns.rows) for name, code in (("level", "b"), ("exposed", "b"), ("severity", "b"), ("gap", "d"))}
    out = sized(structs.relationship_columns, **{name: address for name, (_, address) in arrays.items()})
    check(call.relationship_classify_batch(rule and ctypes.byref(rule), columns.values, columns.known, columns.rows, ctypes.byref(out)))
    return {name: values for name, (values, _) in arrays.items()}


Breaks = namedtuple("Breaks", "breaks sizes within")


def natural_breaks(values, k, known=None):
    """The optimal classes of numbers: k + 1 bounds, how many in each class, and the sum of squares within; None with fewer than k different values."""
    values, within = Incoming(values, "d", known), ctypes.c_double()
    (breaks, first), (sizes, second) = outgoing("d", k + 1), outgoing("q", k)
    status = call.natural_breaks_f64(values.values, values.known, values.n, k, None, first, second, ctypes.byref(within))
    if status == constants.UNKNOWN:
        return None
    check(status)
    return Breaks(breaks, sizes, within.value)


def bands(scores, bounds=(33.0, 67.0), known=None):
    """0 low, 1 medium, 2 high; -1 where the score is unknown."""
    scores, limits = Incoming(scores, "d", known), _doubles([float(one) for one in bounds])
    found, address = outgoing("b", scores.n)
    check(call.matrix_bands(scores.values, scores.known, scores.n, limits.values, limits.n, address))
    return found


def cell(attractiveness, winnability, n_bands=3):
    """Intent and approach of a cell, by number."""
    intent, approach = ctypes.c_int32(), ctypes.c_int32()
    check(call.matrix_cell(n_bands, attractiveness, winnability, ctypes.byref(intent), ctypes.byref(approach)))
    return intent.value, approach.value
