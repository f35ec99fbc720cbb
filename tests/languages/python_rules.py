"""patron.rules, patron.pareto and patron.values, with figures worked out by hand; with numpy and without."""
import datetime
import math

import patron
from patron import constants, pareto, rules, values
from support import near, refused, same


def weights_from_judgement():
    near(rules.direct_weights([1.0, 3.0]), [0.25, 0.75])
    near(rules.equal_weights(4), [0.25] * 4)
    near(rules.rank_weights([1.0, 2.0, 3.0]), [11 / 18, 5 / 18, 2 / 18])
    near([rules.random_index(3, constants.RANDOM_INDEX_SAATY), rules.random_index(2)], [0.52, 0.0])
    same(rules.random_index(16), None)
    ahp = rules.ahp_weights([[1, 2], [0.5, 1]])
    near(ahp.weights, [2 / 3, 1 / 3])
    near([ahp.consistency.lambda_max, ahp.consistency.ratio], [2.0, 0.0])
    found = rules.best_worst_weights([1.0, 2.0, 4.0], [4.0, 2.0, 1.0], 0, 2)
    near(found.weights, [4 / 7, 2 / 7, 1 / 7])
    near([found.xi, found.consistency_ratio], [0.0, 0.0])
    refused(constants.E_RANGE, rules.direct_weights, [0.0, 0.0])


def weights_from_data():
    found = rules.entropy_weights([[1.0, 1.0], [1.0, 3.0]])
    near(found.weights, [0.0, 1.0])
    same(found.warnings, constants.WARNING_DEGENERATE_CRITERION)
    near(rules.critic_weights([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]).weights, [0.5, 0.5])
    near(rules.deviation_weights([[0.0, 1.0, 2.0], [0.0, 10.0, 20.0]]).weights, [0.5, 0.5])


def normalisers():
    near(rules.linear([0.0, 5.0, 20.0], 0.0, 10.0), [0.0, 0.5, 1.0])
    near(rules.target([0.0, 2.5, 10.0, 20.0], 0.0, 5.0, 15.0, 20.0), [0.0, 0.5, 1.0, 0.0])
    near(rules.piecewise([5.0, 50.0], [(0, 0), (10, 1)]), [0.5, 1.0])
    near(rules.percent_rank([10.0, 20.0, 20.0, 40.0]), [0.125, 0.5, 0.5, 0.875])
    same(rules.percent_rank_points([10.0, 20.0, 20.0, 40.0]), [(10.0, 0.125), (20.0, 0.5), (40.0, 0.875)])
    same(rules.percent_rank_points([None]), None)
    same(rules.value_range([3.0, None, 1.0]), (1.0, 3.0))
    same(rules.value_range([]), None)
    found = rules.statistics([2.0, 4.0])
    near([found.mean, found.deviation, found.sum, found.norm, found.reciprocal_sum], [3.0, 1.0, 6.0, math.sqrt(20), 0.75])
    near(rules.by_statistics([2.0, 4.0], constants.NORMALISER_ZSCORE), [-1.0, 1.0])
    near(rules.log1p([0.0, 1.0]), [0.0, math.log(2)])
    refused(constants.E_NOT_FINITE, rules.linear, [math.nan], 0.0, 1.0)


def aggregations():
    found = rules.weighted_sum([[1.0, 0.0, None], [0.5, 1.0, None]], [1.0, 1.0])
    near(found.score[:2], [0.75, 0.5])
    same(list(found.known), [True, True, False])
    near(rules.weighted_product([[0.25], [1.0]], [1.0, 1.0]).score, [0.5])
    near(rules.topsis([[0.0, 1.0]], [1.0])["score"], [0.0, 1.0])
    found = rules.vikor([[0.0, 1.0], [0.0, 1.0]], [1.0, 1.0])
    near(found["compromise"], [1.0, 0.0])
    near(found["bounds"], [0.0, 1.0, 0.0, 0.5])   # regrets are weighted: of two equal weights one regret is at most a half
    same(rules.vikor_compromise(found["utility"], found["regret"], found["compromise"]), (True, True, [1]))
    near(rules.promethee([[0.0, 1.0]], [1.0])["net"], [-1.0, 1.0])
    near(rules.promethee([[0.0, 1.0]], [1.0], preferences=[(constants.PREFERENCE_V, 0, 4)], directions=[constants.DIRECTION_LOWER])["net"], [0.25, -0.25])
    same(list(rules.rank([3.0, 1.0, None, 3.0])), [1, 3, 0, 1])


def robustness():
    near(rules.rank_correlation([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]), [-1.0, -1.0])
    same(rules.rank_correlation([1.0, 1.0], [1.0, 2.0]), None)
    found = rules.weight_stability([[1.0, 0.0], [0.0, 0.5]], [0.5, 0.5], 0)   # t against (1 - t)/2
    near([found.current, found.low, found.high], [0.5, 1 / 3, 1.0])
    same(list(found.low_pair), [0, 1])
    drawn = rules.sample_weights(2, 100, seed=7)
    first = mixed(7 + 0x9E3779B97F4A7C15) / 2 ** 53
    near(drawn[0], [first, 1 - first])
    expected = sum(1 for one in drawn if one[0] >= one[1]) / 100
    near([row[0] for row in rules.acceptability([[1.0, 0.0], [0.0, 1.0]], [1], count=100, seed=7)], [expected, 1 - expected])


def mixed(z):
    """SplitMix64, as the header defines it; its 53 highest bits."""
    mask = 2 ** 64 - 1
    z &= mask
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
    z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
    return (z ^ z >> 31) >> 11


def relationships():
    found = rules.relationship(85, 90, 45, 72)
    same((found.level, found.exposed, found.severity, found.gap), (constants.LEVEL_LIMITED_COLLABORATION, constants.EXPOSED_US, constants.SEVERITY_HIGH, 40.0))
    same(rules.relationship(85, None, 45, 72).level, constants.LEVEL_UNDETERMINED)
    same(rules.relationship(80, 80, 80, 80, rules.relationship_rule(bands=(40, 60, 101))).level, constants.LEVEL_COLLABORATIVE)
    many = rules.relationships([85.0, 80.0, None], [90.0, 80.0, 1.0], [45.0, 80.0, 1.0], [72.0, 80.0, 1.0])
    same(list(many["level"]), [constants.LEVEL_LIMITED_COLLABORATION, constants.LEVEL_STRATEGIC, constants.LEVEL_UNDETERMINED])
    refused(constants.E_RANGE, rules.relationship_rule, bands=(60, 40, 80))
    refused(constants.E_RANGE, rules.relationship, 101, 1, 1, 1)


def matrix():
    same(list(rules.bands([20.0, 50.0, None, 80.0])), [0, 1, -1, 2])
    same(rules.cell(2, 2)[0], constants.INTENT_INVEST)
    same(rules.cell(0, 0, n_bands=2)[0], constants.INTENT_CASH)
    found = rules.natural_breaks([1.0, 2.0, None, 11.0, 10.0], 2)
    same((list(found.breaks), list(found.sizes), found.within), ([1.0, 6.0, 11.0], [2, 2], 1.0))
    same(rules.natural_breaks([1.0, 1.0], 2), None)


def cutoffs():
    for kind in (int, float):
        sales = [kind(one) for one in (50, 30, 15, 5)]
        found = pareto.cutoff(sales, 0.8)
        same((found.cutoff_f64, found.n_inside, found.total_f64), (30.0, 2, 100.0))
        classes, cuts = pareto.classes(sales)
        same((list(classes), list(cuts[0])), ([0, 0, 1, 2], [30, 15]))
        classes, cuts = pareto.classes(sales + [None], groups=[1, 1, 0, 0, 0])
        same((list(classes), [list(one) for one in cuts]), ([0, 0, 0, 0, pareto.LEFT_OUT], [[5, 5], [30, 30]]))   # 50 of 80 and 15 of 20 are under 80 %
    same(pareto.cutoff([2 ** 53 + 1, 2 ** 53], 0.5).cutoff_i64, 2 ** 53 + 1)
    refused(constants.E_RANGE, pareto.cutoff, [1.0], 0.0)


def concentration():
    for kind in (int, float):
        profit = [kind(one) for one in (100, 50, 10, -20, -60)]
        found = pareto.concentration(profit)
        same((found.peak_f64, found.net_f64, found.peak_rank, found.break_even_rank), (160.0, 80.0, 3, 1))
        top = pareto.top_share(profit)
        same((top.count, top.sum_f64, top.share_of_positive, top.share_of_net), (1, 100.0, 0.625, 1.25))
        near(pareto.lorenz(profit)[1], [0, 0, 0, 0, 0, 0.03125, 0.0625, 0.21875, 0.375, 0.6875, 1])
        same([list(one) for one in pareto.whale(profit, 6)], [[0, 1, 2, 3, 4, 5], [0, 100, 150, 160, 140, 80]])


def states_that_lie_apart():
    for integers in (False, True):
        kind = int if integers else float
        parts = [[kind(one) for one in part] for part in ((50, 5), (30,), (15,))]
        plan, passes = None, 0
        while True:
            states = [pareto.State(plan, integers=integers).add(part) for part in parts]
            travelled = [pareto.State.load(state.save()) for state in states]
            plan, passes = pareto.merged(travelled).next([0.8]), passes + 1
            if pareto.result(plan):
                break
        same((pareto.result(plan).cutoff_f64, pareto.result(plan).n_inside), (30.0, 2))
        with pareto.State(integers=integers).add(parts[2]).merge(pareto.State(integers=integers).add(parts[1] + parts[0])) as other:
            same(other.next([0.8]), pareto.merged([pareto.State(integers=integers).add(part) for part in parts]).next([0.8]))
    refused(constants.E_FORMAT, pareto.State.load, b"no state")
    many = pareto.State().add([1.0 + i * 2.0 ** -20 for i in range(20000)]).next([0.8])
    same(pareto.result(many), None)   # close values: one more pass


def texts():
    same((values.digits_of("EUR"), values.digits_of("JPY"), values.digits_of("XAU")), (2, 0, None))
    same((values.parse_money("1234.5"), values.format_money(123450), values.format_money(-5, 3)), (123450, "1234.50", "-0.005"))
    same((values.parse_date("2026-11-22"), values.format_date(datetime.date(1, 1, 1))), (datetime.date(2026, 11, 22), "0001-01-01"))
    same((values.parse_number("1e3"), values.format_number(0.1)), (1000.0, "0.1"))
    same((values.code_name("relationship_level", 3), values.code_name("relationship_level", 99)), ("STRATEGIC", None))
    same((values.version(), values.version_number(), values.abi_version()), ("0.1.0", 1000, 1))
    same((values.supports("pareto"), values.supports("telepathy")), (True, False))
    refused(constants.E_RANGE, values.parse_money, "1.005")
    refused(constants.E_NOT_FOUND, values.digits_of, "QQQ")


CASES = (weights_from_judgement, weights_from_data, normalisers, aggregations, robustness, relationships, matrix, cutoffs, concentration, states_that_lie_apart, texts)
