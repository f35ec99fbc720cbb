-- base.h: texts, versions, contexts.
local ffi = require("ffi")

return function(patron, test)
  local call, constant, same = test.call, test.constant, test.same

  local function texts()
    same(patron.got("int64_t", nil, call.money_parse, "1234.5", -1, 2), 123450LL)
    same(patron.words(call.money_format, 123450, 2), "1234.50")
    same(patron.got("int32_t", nil, call.date_parse, "1970-01-03", -1), 2)
    same(patron.words(call.date_format, 2), "1970-01-03")
    same(patron.got("double", nil, call.number_parse, "1e3", -1), 1000)
    same(patron.words(call.number_format, 0.1), "0.1")
    same(patron.got("int32_t", nil, call.currency_exponent, "JPY"), 0)
    same(ffi.string(call.status_name(-46)), "PATRON_E_RANGE")
    same(#ffi.string(call.status_message(-46)) > 0, true)
    same(ffi.string(call.code_name("relationship_level", 3)), "STRATEGIC")
    same(call.code_name("relationship_level", 99) == nil, true)
    test.refused("E_RANGE", patron.got, "int64_t", nil, call.money_parse, "1.005", -1, 2)
  end

  local function versions()
    same(ffi.string(call.version_string()), "0.1.0")
    same(call.version_number(), 1000)
    same(call.abi_version(), 1)
    same(call.feature_supported("pareto"), 1)
  end

  local function bitmaps()
    local _, bits = patron.array("double", {1, nil, 3}, 3)
    same(bits[0], 5)
    local bytes = ffi.new("uint8_t[3]")
    test.ok(call.bitmap_unpack(bits, 3, bytes))
    same(bytes[0] + 2 * bytes[1] + 4 * bytes[2], 5)
  end

  local function contexts()
    local context = patron.context({max_threads = 2})
    same(call.context_memory_used(context) > 0 and call.context_memory_peak(context) >= call.context_memory_used(context), true)
    test.ok(call.context_set_i64(context, "max_threads", 1))
    test.refused("E_NOT_FOUND", function() patron.check(call.context_set_i64(context, "threads", 1), context) end)
    same(#patron.words(call.context_error, context) > 0, true)
    call.context_cancel(context)   -- nothing is at work: nothing happens
  end

  local function progress_stops_a_call()
    local book, told = patron.portfolio("EUR"), 0
    book:add("ACME", {sales = "1.00"})
    local hears = ffi.cast("patron_progress_fn", function()
      told = told + 1
      return 1
    end)
    test.ok(call.context_set_progress(book.context, hears, nil))
    test.refused("E_CANCELLED", book.assess, book)
    same(told > 0, true)
    test.ok(call.context_set_progress(book.context, nil, nil))
    hears:free()
    same(book:assess():text("ACME", "key"), "yes")
  end

  same(tonumber(constant.OK), 0)
  return {{"texts", texts}, {"versions", versions}, {"bitmaps", bitmaps}, {"contexts", contexts}, {"progress stops a call", progress_stops_a_call}}
end
