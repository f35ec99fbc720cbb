-- The same as quickstart.c: two customers, what is known of each, and what Patron decides.
local here = arg[0]:match("^(.*)/") or "."
package.path = here .. "/?.lua;" .. package.path
local patron = require("patron")

local book = patron.portfolio("EUR")
book:add("ACME", {sales = "120000.00", our_commitment = 85, our_trust = 90, their_commitment = 45, their_trust = 72})
book:add("BOLT", {sales = "20000.00"})
local result = book:assess()
for _, one in ipairs({{"ACME", "key", "sales_class", "relationship_level", "exposed", "severity"}, {"BOLT", "key", "sales_class", "relationship_level"}}) do
  print(one[1])
  for i = 2, #one do print(("  %-20s %s"):format(one[i], result:text(one[1], one[i]))) end
end
