-- rules/: the plain functions over arrays.
local ffi = require("ffi")

return function(patron, test)
  local call, constant, same, near, ok, sized, doubles = test.call, test.constant, test.same, test.near, test.ok, test.sized, test.doubles

  -- Columns as `double *const *`; they live as long as the second result.
  local function columns(...)
    local kept, pointers = {...}, ffi.new("const double *[?]", select("#", ...))
    for i, one in ipairs(kept) do pointers[i - 1] = one end
    return pointers, kept
  end

  local function out(n) return ffi.new("double[?]", n) end

  local function weights_from_judgement()
    local w = out(4)
    ok(call.weights_direct(doubles(1, 3), 2, w))
    near(w, 0.25, 0.75)
    ok(call.weights_equal(4, w))
    near(w, 0.25, 0.25, 0.25, 0.25)
    ok(call.weights_rank(constant.WEIGHTING_RANK_SUM, doubles(1, 2, 3), 3, w))
    near(w, 3 / 6, 2 / 6, 1 / 6)
    same(patron.got("double", nil, call.random_index, constant.RANDOM_INDEX_SAATY, 3), 0.52)
    same(patron.got("double", nil, call.random_index, constant.RANDOM_INDEX_SAATY, 16), nil)
    local consistency = sized("ahp_consistency")
    ok(call.weights_ahp(doubles(1, 2, 0.5, 1), 2, constant.WEIGHTING_AHP, 0, 0, nil, w, consistency))
    near(w, 2 / 3, 1 / 3)
    near({[0] = consistency.lambda_max}, 2)
    local xi, ratio = out(1), out(1)
    ok(call.weights_best_worst(doubles(1, 2, 4), doubles(4, 2, 1), 3, 0, 2, nil, w, xi, ratio))
    near(w, 4 / 7, 2 / 7, 1 / 7)
    near(xi, 0)
  end

  local function weights_from_data()
    local w, warnings = out(2), ffi.new("uint32_t[1]")
    local data, _kept = columns(doubles(1, 1), doubles(1, 3))
    ok(call.weights_entropy(data, nil, nil, 2, 2, nil, w, warnings))
    near(w, 0, 1)
    same(warnings[0], tonumber(constant.WARNING_DEGENERATE_CRITERION))
    data, _kept = columns(doubles(0, 1, 2), doubles(20, 10, 0))
    ok(call.weights_critic(data, nil, nil, 3, 2, constant.CORRELATION_PEARSON, nil, w, warnings))
    near(w, 0.5, 0.5)
    ok(call.weights_deviation(data, nil, nil, 3, 2, nil, w, warnings))
    near(w, 0.5, 0.5)
  end

  local function normalisers()
    local u = out(4)
    ok(call.normalise_linear(doubles(0, 5, 20), nil, 3, 0, 10, constant.DIRECTION_LOWER, u))
    near(u, 1, 0.5, 0)
    ok(call.normalise_target(doubles(0, 2.5, 10, 20), nil, 4, 0, 5, 15, 20, u))
    near(u, 0, 0.5, 1, 0)
    ok(call.normalise_points(doubles(5, 50), nil, 2, doubles(0, 10), doubles(0, 1), 2, u))
    near(u, 0.5, 1)
    ok(call.normalise_percent_rank(doubles(10, 20, 20, 40), nil, 4, constant.DIRECTION_HIGHER, nil, u))
    near(u, 0.125, 0.5, 0.5, 0.875)
    local from, score, points = out(8), out(8), ffi.new("int32_t[1]")
    ok(call.percent_rank_points(doubles(10, 20, 20, 40), nil, 4, 8, constant.DIRECTION_HIGHER, nil, from, score, points))
    same(points[0], 3)
    near(from, 10, 20, 40)
    near(score, 0.125, 0.5, 0.875)
    local low, high = out(1), out(1)
    ok(call.value_range(doubles(3, 1), nil, 2, low, high))
    near(low, 1)
    near(high, 3)
    local statistics = sized("value_statistics")
    ok(call.value_statistics_of(doubles(2, 4), nil, 2, statistics))
    near({[0] = statistics.mean, statistics.deviation, statistics.reciprocal_sum}, 3, 1, 0.75)
    ok(call.normalise_statistics(doubles(2, 4), nil, 2, constant.NORMALISER_MAX, statistics, constant.DIRECTION_HIGHER, u))
    near(u, 0.5, 1)
    ok(call.transform_log1p(doubles(0, 1), nil, 2, u))
    near(u, 0, math.log(2))
    same(tonumber(call.normalise_linear(doubles(0 / 0), nil, 1, 0, 1, 0, u)), tonumber(constant.E_NOT_FINITE))
  end

  local function aggregations()
    local data, _kept = columns(doubles(1, 0), doubles(0.5, 1))
    local score, coverage = out(2), out(2)
    ok(call.aggregate_weighted_sum(data, nil, doubles(1, 3), 2, 2, 0, score, coverage, nil))
    near(score, 0.625, 0.75)
    data, _kept = columns(doubles(0.25), doubles(1))
    ok(call.aggregate_weighted_product(data, nil, doubles(1, 1), 1, 2, 0, 0, nil, score, coverage, nil))
    near(score, 0.5)
    data, _kept = columns(doubles(0, 1), doubles(0, 1))
    local points = sized("topsis_columns", {score = score})
    ok(call.aggregate_topsis(data, nil, doubles(1, 1), 2, 2, 0, nil, nil, nil, points, nil))
    near(score, 0, 1)
    local utility, regret, compromise, member = out(2), out(2), out(2), ffi.new("uint8_t[2]")
    local columns_of_vikor = sized("vikor_columns", {utility = utility, regret = regret, compromise = compromise})
    ok(call.aggregate_vikor(data, nil, doubles(1, 1), 2, 2, 0, 0.5, nil, nil, nil, nil, columns_of_vikor, nil))
    near(compromise, 1, 0)
    ok(call.vikor_compromise(utility, regret, compromise, 2, nil, nil, member))
    same(member[0] .. member[1], "01")
    local net = out(2)
    local types, flows = ffi.new("int32_t[2]", {constant.PREFERENCE_USUAL, constant.PREFERENCE_USUAL}), sized("promethee_columns", {net = net})
    ok(call.aggregate_promethee(data, nil, nil, doubles(1, 1), sized("promethee_preferences", {type = types}), 2, 2, 0, nil, flows, nil))
    near(net, -1, 1)
    local ranks = ffi.new("int64_t[3]")
    ok(call.rank(doubles(3, 1, 3), nil, 3, nil, ranks))
    same(ranks[0] * 100 + ranks[1] * 10 + ranks[2], 131LL)
  end

  local function robustness()
    local tau, rho = out(1), out(1)
    ok(call.rank_correlation(doubles(1, 2, 3), nil, doubles(3, 2, 1), nil, 3, nil, tau, rho))
    near(tau, -1)
    near(rho, -1)
    local data, _kept = columns(doubles(1, 0), doubles(0, 0.5))
    local interval = sized("stability")
    ok(call.weight_stability(data, nil, doubles(0.5, 0.5), 2, 2, 0, constant.STABILITY_ORDER, 0, 0, nil, interval))
    near({[0] = interval.low, interval.high}, 1 / 3, 1)
    local drawn = out(6)
    ok(call.sample_weights(1, 0, 2, 3, nil, drawn))
    near({[0] = drawn[0] + drawn[1] + drawn[2], drawn[3] + drawn[4] + drawn[5]}, 1, 1)
    data, _kept = columns(doubles(1, 0), doubles(1, 0))   -- the first row is better whatever the weights
    local tiers = out(2)
    ok(call.acceptability(data, nil, 2, 2, sized("acceptability_samples", {count = 50, seed = 1}), ffi.new("int64_t[1]", 1), 1, nil, sized("acceptability_columns", {tiers = tiers})))
    near(tiers, 1, 0)
  end

  local function relationships()
    local rule, found = sized("relationship_rule"), sized("relationship_result")
    ok(call.relationship_rule_default(rule))
    ok(call.relationship_rule_check(rule))
    ok(call.relationship_classify(rule, doubles(85, 90, 45, 72), 0, found))
    same(found.level * 100 + found.exposed * 10 + found.severity, 413)
    local level, data, _kept = ffi.new("int8_t[2]"), columns(doubles(85, 80), doubles(90, 80), doubles(45, 80), doubles(72, 80))
    ok(call.relationship_classify_batch(nil, data, nil, 2, sized("relationship_columns", {level = level})))
    same(level[0] * 10 + level[1], 43)
    rule.bands[0] = 90
    same(tonumber(call.relationship_rule_check(rule)), tonumber(constant.E_RANGE))
  end

  local function matrix()
    local bands, intent = ffi.new("int8_t[3]"), ffi.new("int32_t[1]")
    ok(call.matrix_bands(doubles(20, 50, 80), nil, 3, doubles(33, 67), 2, bands))
    same(bands[0] * 100 + bands[1] * 10 + bands[2], 12)
    ok(call.matrix_cell(3, 2, 2, intent, nil))
    same(intent[0], tonumber(constant.INTENT_INVEST))
    local breaks, within = out(3), out(1)
    ok(call.natural_breaks_f64(doubles(1, 2, 11, 10), nil, 4, 2, nil, breaks, nil, within))
    near(breaks, 1, 6, 11)
    near(within, 1)
  end

  local function of_both_kinds(case)
    for name, kind in pairs({f64 = "double", i64 = "int64_t"}) do
      case(name, function(...) return (patron.array(kind, {...})) end, kind)
    end
  end

  local function cut_offs()
    of_both_kinds(function(name, values)
      local found, class, cuts = sized("pareto_result"), ffi.new("int8_t[4]"), ffi.new("int64_t[2]", {800000, 950000})
      ok(call["pareto_cutoff_" .. name](values(50, 30, 15, 5), nil, 4, 800000, nil, found))
      same(found.cutoff_f64, 30)
      ok(call["pareto_classes_" .. name](values(50, 30, 15, 5), nil, nil, 4, 1, cuts, 2, nil, class, nil))
      same(class[0] * 1000 + class[1] * 100 + class[2] * 10 + class[3], 12)
    end)
  end

  local function state_of(name, plan, ...)
    local values, kind = {...}, name == "f64" and "double" or "int64_t"
    local state = patron.made("pareto_state", nil, call.pareto_state_create, nil, name == "f64" and constant.PARETO_F64 or constant.PARETO_I64, plan, plan and #plan or 0)
    ok(call["pareto_state_accumulate_" .. name](state, (patron.array(kind, values)), nil, #values))
    return state
  end

  local function states_that_lie_apart()
    for _, name in ipairs({"f64", "i64"}) do
      local cuts, plan, found = ffi.new("int64_t[1]", 800000), nil, sized("pareto_result")
      repeat
        local bytes, length = patron.text(call.pareto_state_save, state_of(name, plan, 50, 5))
        local whole = patron.made("pareto_state", nil, call.pareto_state_load, nil, bytes, length)
        ok(call.pareto_state_merge(whole, state_of(name, plan, 30, 15)))
        plan = patron.text(call.pareto_state_next, whole, cuts, 1)
        local status = call.pareto_plan_result(plan, #plan, 0, found)
      until status ~= 1
      same(found.cutoff_f64, 30)
      same(found.n_inside, 2LL)
    end
  end

  local function concentration()
    of_both_kinds(function(name, values, kind)
      local profit, whale, top = values(100, 50, 10, -20, -60), sized("concentration"), sized("top_share")
      ok(call["concentration_" .. name](profit, nil, 5, nil, whale))
      near({[0] = whale.peak_f64, whale.net_f64}, 160, 80)
      ok(call["top_share_" .. name](profit, nil, 5, 200000, nil, top))
      near({[0] = top.share_of_positive, top.share_of_net}, 0.625, 1.25)
      local share, rank, sum = out(11), ffi.new("int64_t[6]"), ffi.new(kind .. "[6]")
      ok(call["lorenz_points_" .. name](profit, nil, 5, constant.LORENZ_CLIP0, 11, nil, nil, share))
      near(share, 0, 0, 0, 0, 0, 0.03125, 0.0625, 0.21875, 0.375, 0.6875, 1)
      ok(call["whale_points_" .. name](profit, nil, 5, 6, nil, rank, sum))
      same(tonumber(sum[3]) * 1000 + tonumber(sum[5]), 160080)
    end)
  end

  return {{"weights from judgement", weights_from_judgement}, {"weights from data", weights_from_data}, {"normalisers", normalisers}, {"aggregations", aggregations}, {"robustness", robustness},
          {"relationships", relationships}, {"matrix", matrix}, {"cut-offs", cut_offs}, {"states that lie apart", states_that_lie_apart}, {"concentration", concentration}}
end
