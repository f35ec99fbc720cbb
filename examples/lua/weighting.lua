-- A weighting of one's own, in Lua: the criterion that parts the customers more weighs more. And what a mistake looks like.
package.path = (arg[0]:match("^(.*)/") or ".") .. "/?.lua;" .. package.path
local patron = require("patron")

local book = patron.portfolio("EUR")
for _, column in ipairs({"reach", "complaints"}) do patron.check(patron.call.portfolio_declare(book.handle, column, patron.constant.NUMBER), book.context) end
for _, one in ipairs({{"ACME", 10, 4}, {"BOLT", 20, 2}, {"CORD", 40, 3}}) do book:add(one[1], {sales = "100.00", reach = one[2], complaints = one[3]}) end

local policy = book:policy("DEFAULT", {["score.rank_by"] = "place"})
book:weighting(policy, "SPREAD", function(criteria, raw)
  local weights = {}
  for i, name in ipairs(criteria:texts("criterion")) do
    local values = raw:texts(name)
    table.sort(values, function(a, b) return tonumber(a) < tonumber(b) end)
    weights[i] = values[#values] / values[1]
    print(("%-12s %s times as much at the top as at the bottom"):format(name, weights[i]))
  end
  return weights
end)
book:rules(policy, "scorecards", {{scorecard = "place", weighting = "SPREAD"}})
book:rules(policy, "criteria", {
  {scorecard = "place", criterion = "reach", column = "reach", direction = "HIGHER", normaliser = "MINMAX"},
  {scorecard = "place", criterion = "complaints", column = "complaints", direction = "LOWER", normaliser = "MINMAX"},
})
for row in book:assess(policy):table("customers"):rows() do print(("%-12s rank %s, place %.1f"):format(row.customer, row.rank, row.place)) end

local _, failure = pcall(book.set, book, "ACME", "their_trust", 172)
print(("refused: %s of row %s is %s, expected %s"):format(failure.column, failure.row, failure.value, failure.expected))
