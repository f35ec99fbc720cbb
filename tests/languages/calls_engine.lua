-- engine.h and plugin.h: facts, rules, models and decisions.
local ffi = require("ffi")

return function(patron, test)
  local call, constant, same, ok, got, made = test.call, test.constant, test.same, test.ok, patron.got, patron.made

  local function small_book()
    local book = patron.portfolio("EUR")
    book:add("ACME", {sales = "120000.00", our_commitment = 85, our_trust = 90, their_commitment = 45, their_trust = 72})
    book:add("BOLT", {sales = "20000.00"})
    return book
  end

  local function every_kind_of_fact()
    local book = small_book()
    for column, kind in pairs({shelf = "CODE", doors = "INTEGER", listed = "FLAG", visited = "DATE", note = "TEXT"}) do ok(call.portfolio_declare(book.handle, column, constant[kind])) end
    for column, value in pairs({shelf = "TOP", doors = 3, listed = true, visited = "2026-11-22", note = "2026-11-22", sales = "1.50"}) do book:set("BOLT", column, value) end
    book:set("BOLT", "their_trust", 10)
    book:set("BOLT", "their_trust", nil)
    local facts = patron.table(made("table", book.context, call.portfolio_table, book.handle, "customers"), book.context)
    for column, text in pairs({shelf = "TOP", doors = "3", listed = "yes", visited = "2026-11-22", note = "2026-11-22", sales = "1.50"}) do same(facts:texts(column)[2], text) end
    same(facts:texts("their_trust")[2], nil)
    local customer = got("uint64_t", nil, call.portfolio_customer_at, book.handle, 1)
    same(got("int64_t", nil, call.customer_row, book.handle, customer), 1LL)
    local refusal = test.refused("E_RANGE", book.set, book, "BOLT", "their_trust", 172)
    same(refusal.column .. " " .. refusal.row .. " " .. refusal.value, "their_trust 2 172")
    test.refused("E_NOT_FOUND", book.set, book, "NOBODY", "their_trust", 1)
  end

  local function numbered_customers()
    local book = patron.portfolio("EUR")
    local customer = got("uint64_t", book.context, call.portfolio_add_customer_i64, book.handle, 7)
    ok(call.customer_set_money(book.handle, customer, "sales", 100))
    same(got("uint64_t", nil, call.portfolio_find_customer_i64, book.handle, 7), customer)
    local result = book:assess()
    same(got("uint64_t", nil, call.assessment_find_customer_i64, result.handle, 7), customer)
  end

  local function decisions()
    local result = small_book():assess()
    local acme = result:customer("ACME")
    same(got("uint64_t", nil, call.assessment_customer_at, result.handle, 0), acme)
    same(got("double", nil, call.assessment_number, result.handle, acme, "gap"), 40)
    same(got("int64_t", nil, call.assessment_money, result.handle, acme, "sales_cutoff"), 12000000LL)
    same(got("int32_t", nil, call.assessment_flag, result.handle, acme, "key"), 1)
    same(got("int32_t", nil, call.assessment_code, result.handle, acme, "relationship_level"), 4)
    same(got("int64_t", nil, call.assessment_integer, result.handle, acme, "rank"), nil)   -- one value of three: unknown
    same(got("int64_t", nil, call.assessment_customer_row, result.handle, acme), 0LL)
    same(got("int32_t", nil, call.assessment_date, result.handle, acme, "level_since"), nil)   -- nobody told of earlier levels
    same(result:text("ACME", "relationship_level"), "LIMITED_COLLABORATION")
    same(result:text("BOLT", "gap"), nil)
    local said = false
    for row in result:explain("ACME"):rows() do said = said or (row.factor == "relationship_level" and row.text ~= nil) end
    same(said, true)
    same(result:table("customers"):length(), 2)
  end

  local function rules()
    local book = small_book()
    local policy = book:policy("DEFAULT", {["matrix.bands"] = "40,70"})
    same(patron.words(call.policy_get, policy, "matrix.bands"), "40,70")
    ok(call.policy_set_weight(policy, "winnability", "market_share", 2))
    same(patron.table(made("table", book.context, call.policy_check, policy)):length(), 0)
    ok(call.policy_put(policy, patron.texts(book.context, "settings", 1, {key = {"matrix.bands"}, value = {"30,60"}}).handle))
    local settings = patron.table(made("table", book.context, call.policy_table, policy, "settings"))
    local found
    for row in settings:rows() do found = row.key == "matrix.bands" and row.value or found end
    same(found, "30,60")
    book:put(patron.texts(book.context, "customers", 1, {customer = {"DUKE"}, sales = {"5.00"}}))
    same(book:assess(policy):text("DUKE", "key"), "yes")
    test.refused("E_STALE", function() patron.check(call.customer_set_number(book.handle, 1, "their_trust", 1), book.context) end)
  end

  local function scored()
    local book = patron.portfolio("EUR")
    for _, column in ipairs({"reach", "complaints"}) do ok(call.portfolio_declare(book.handle, column, constant.NUMBER)) end
    for _, one in ipairs({{"A", 10, 4}, {"B", 20, 2}, {"C", 40, 8}}) do book:add(one[1], {sales = "100.00", reach = one[2], complaints = one[3]}) end
    return book
  end

  local function scored_policy(book, weighting, normaliser)
    local policy = book:policy()
    book:rules(policy, "scorecards", {{scorecard = "place", weighting = weighting}})
    book:rules(policy, "criteria", {{scorecard = "place", criterion = "reach", column = "reach", direction = "HIGHER", normaliser = normaliser},
                                        {scorecard = "place", criterion = "complaints", column = "complaints", direction = "LOWER", normaliser = "MINMAX"}})
    return policy
  end

  local function plug_ins_in_lua()
    local book = scored()
    local policy = scored_policy(book, "MINE", "HALVES")
    local seen
    book:weighting(policy, "MINE", function(criteria, raw)
      seen = table.concat(criteria:texts("criterion"), " ") .. ": " .. table.concat(raw:texts("reach"), " ")
      return {3, 1}
    end)
    local fits = ffi.cast("patron_status (*)(void *, const double *, int64_t, int32_t, double *, double *, int32_t *)", function(_, values, count, capacity, from, score, points)
      same(tonumber(count) == 3 and capacity >= 2, true)
      from[0], score[0], from[1], score[1], points[0] = 0, 0, 40, 100, 2   -- 40 is worth 100
      return 0
    end)
    local vtable = ffi.new("patron_normaliser", {ffi.sizeof("patron_normaliser"), call.abi_version(), "HALVES", ffi.cast("void *", fits)})
    patron.check(call.policy_register_normaliser(policy, vtable, nil, nil), book.context)
    local decided = book:assess(policy)
    same(seen, "reach complaints: 10 20 40")
    local b = got("double", nil, call.assessment_number, decided.handle, decided:customer("B"), "place")
    same(math.abs(b - (0.75 * 50 + 0.25 * 100)) < 1e-9, true)
    local failing = scored_policy(book, "FAILS", "MINMAX")
    book:weighting(failing, "FAILS", function() error("enough") end)
    test.refused("E_CALLBACK", book.assess, book, failing)
    decided, policy, failing = nil, nil, nil
    collectgarbage()
    collectgarbage()
    fits:free()
  end

  local function models()
    local book = small_book()
    local model = made("model", book.context, call.fit, book.handle, nil)
    local bytes, length = patron.text(call.model_save, model)
    local loaded = made("model", book.context, call.model_load, book.context, bytes, length)
    same((patron.text(call.model_save, loaded)), bytes)
    local by_day = patron.portfolio("EUR")
    by_day:add("CORD", {sales = "150000.00"})
    local decided = made("assessment", by_day.context, call.apply, loaded, by_day.handle)
    same(patron.words(call.assessment_text, decided, got("uint64_t", nil, call.assessment_customer_at, decided, 0), "sales_class"), "A")
    same(patron.table(made("table", nil, call.model_table, loaded, "criteria")):length() > 0, true)
    test.refused("E_FORMAT", made, "model", book.context, call.model_load, book.context, bytes, length - 1)
  end

  local function parts()
    local whole, halves = patron.portfolio("EUR"), {patron.portfolio("EUR"), patron.portfolio("EUR")}
    for i = 1, 20 do
      for _, book in ipairs({whole, halves[i % 2 + 1]}) do book:add(("C%02d"):format(i), {sales = ("%d.00"):format(100 + i * i)}) end
    end
    local context, plan, all, model = whole.context, nil, nil, ffi.new("patron_model *[1]")
    repeat
      all = nil
      for _, book in ipairs(halves) do
        local mine = made("fitting", book.context, call.fitting_create, book.context, nil, plan, plan and #plan or 0)
        patron.check(call.fitting_accumulate(mine, book.handle), book.context)
        local bytes, length = patron.text(call.fitting_save, mine)
        local theirs = made("fitting", context, call.fitting_load, context, nil, bytes, length)
        if all then patron.check(call.fitting_merge(all, theirs), context) else all = theirs end
      end
      local status = call.fitting_model(all, model)
      if status == 1 then plan = patron.text(call.fitting_next, all) else patron.check(status, context) end
    until status ~= 1
    local fitted = ffi.gc(model[0], call.model_destroy)
    same((patron.text(call.model_save, fitted)), (patron.text(call.model_save, made("model", context, call.fit, whole.handle, nil))))
  end

  local function what_changed()
    local book = small_book()
    local before = book:assess():table("customers")
    book:set("ACME", "their_commitment", 80)
    local after = book:assess()
    local changes, why = patron.table(made("table", book.context, call.changes, book.context, before.handle, after.handle)), nil
    for row in changes:rows() do why = row.column == "relationship_level" and row.before .. " " .. row.after .. " " .. row.why or why end
    same(why, "LIMITED_COLLABORATION COLLABORATIVE OWN_VALUE")
    local beside = made("assessment", book.context, call.compare, book.context, before.handle, after.handle)
    same(patron.table(made("table", nil, call.assessment_table, beside, "changes")):length(), changes:length())
    local scores = scored()
    local robust = made("assessment", scores.context, call.robustness, scores.handle, scored_policy(scores, "EQUAL", "MINMAX"))
    same(patron.table(made("table", nil, call.assessment_table, robust, "agreement")):length(), 4)
  end

  return {{"every kind of fact", every_kind_of_fact}, {"numbered customers", numbered_customers}, {"decisions", decisions}, {"rules", rules}, {"plug-ins in Lua", plug_ins_in_lua}, {"models", models}, {"parts make the model of the whole", parts},
          {"what changed", what_changed}}
end
