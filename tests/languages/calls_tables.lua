-- table.h and arrow.h: every way in and out of a table.
local ffi = require("ffi")

return function(patron, test)
  local call, constant, same, ok, got = test.call, test.constant, test.same, test.ok, patron.got
  local given_back, lent = 0, {}
  local release = ffi.cast("patron_release_fn", function() given_back = given_back + 1 end)

  local function filled(context)
    local handle = patron.made("table", context, call.table_create, context, "customers", 2)
    ok(call.table_add_strings(handle, "customer", ffi.new("const char *[2]", {"A", "B"})))
    ok(call.table_add_text(handle, "note", ffi.new("int64_t[3]", {0, 1, 3}), "xyz", nil))
    ok(call.table_add_f64(handle, "their_trust", constant.NUMBER, patron.array("double", {72, nil}, 2)))
    ok(call.table_add_i64(handle, "sales", constant.MONEY, patron.array("int64_t", {100, 200})))
    ok(call.table_add_i32(handle, "first_sale", constant.DATE, patron.array("int32_t", {0, 1})))
    ok(call.table_add_code(handle, "shelf", ffi.new("int32_t[2]", {1, -1}), nil, ffi.new("const char *[2]", {"LOW", "TOP"}), 2))
    return patron.table(handle, context)
  end

  local function lend(context)
    local handle = patron.made("table", context, call.table_create, context, "lent", 2)
    lent = {f64 = ffi.new("double[2]", {1.5, 2.5}), i64 = ffi.new("int64_t[2]", {7, 8}), i32 = ffi.new("int32_t[2]", {9, 10}), offsets = ffi.new("int64_t[3]", {0, 1, 2}), bytes = ffi.new("char[3]", "pq")}
    ok(call.table_borrow_f64(handle, "f64", constant.NUMBER, lent.f64, nil, release, nil))
    ok(call.table_borrow_i64(handle, "i64", constant.INTEGER, lent.i64, nil, release, nil))
    ok(call.table_borrow_i32(handle, "i32", constant.DATE, lent.i32, nil, release, nil))
    ok(call.table_borrow_text(handle, "text", lent.offsets, lent.bytes, nil, release, nil))
    return patron.table(handle, context)
  end

  local function read_as_it_was_written()
    local context = patron.context()
    local facts = filled(context)
    ok(call.table_append(facts.handle, patron.texts(context, "customers", 1, {customer = {"C"}}).handle))
    same(facts:length(), 3)
    same(table.concat(facts:columns(), " "), "customer note their_trust sales first_sale shelf")
    same(patron.words(call.table_name, facts.handle), "customers")
    same(got("int32_t", nil, call.table_column_type, facts.handle, 3), tonumber(constant.MONEY))
    same(got("int32_t", nil, call.table_code_count, facts.handle, 5), 2)
    same(patron.words(call.table_code_name, facts.handle, 5, 1), "TOP")
    local doubles, whole, small, bits = ffi.new("double[3]"), ffi.new("int64_t[2]"), ffi.new("int32_t[2]"), ffi.new("uint8_t[1]")
    ok(call.table_read_f64(facts.handle, 2, 0, 3, doubles, bits))
    same(doubles[0], 72)
    same(bits[0], 1)
    ok(call.table_read_i64(facts.handle, 3, 0, 2, whole, nil))
    same(whole[1], 200LL)
    ok(call.table_read_i32(facts.handle, 4, 1, 1, small, nil))
    same(small[0], 1)
    local notes, shelves = facts:texts("note"), facts:texts("shelf")
    same(notes[1] .. notes[2], "xyz")
    same(shelves[1], "TOP")
    same(shelves[2], nil)
    test.refused("E_NOT_FOUND", facts.place, facts, "nothing")
  end

  local function in_a_stream(context, finished)
    local ends, schema, array = 0, ffi.new("struct ArrowSchema"), ffi.new("struct ArrowArray")
    ok(call.table_export_arrow(finished, 0, schema, array))
    local stream, parts = ffi.new("struct ArrowArrayStream"), {schema = schema, array = array}
    local function give(kind)
      return function(_, out)   -- moved: what was given is marked as released here
        local part = parts[kind]
        if part == nil then ffi.fill(out, ffi.sizeof(array)) return 0 end
        ffi.copy(out, part, ffi.sizeof(part))
        part.release, parts[kind] = nil, nil
        return 0
      end
    end
    local callbacks = {ffi.cast("int (*)(struct ArrowArrayStream *, struct ArrowSchema *)", give("schema")), ffi.cast("int (*)(struct ArrowArrayStream *, struct ArrowArray *)", give("array")),
                       ffi.cast("const char *(*)(struct ArrowArrayStream *)", function() return nil end),
                       ffi.cast("void (*)(struct ArrowArrayStream *)", function(one)
                         ends = ends + 1
                         one.release = nil
                       end)}
    stream.get_schema, stream.get_next, stream.get_last_error, stream.release = unpack(callbacks)
    local made = patron.table(patron.made("table", context, call.table_import_arrow_stream, context, "streamed", stream), context)
    same(ends, 1)
    for _, one in ipairs(callbacks) do one:free() end
    return made
  end

  local function lent_and_seen_where_it_lies()
    given_back = 0
    local context = patron.context()
    local borrowed = lend(context)
    local schema, array = ffi.new("struct ArrowSchema"), ffi.new("struct ArrowArray")
    local book = patron.portfolio("EUR")
    test.refused("E_STATE", function() patron.check(call.table_export_arrow(borrowed.handle, 0, schema, array)) end)   -- not finished
    local facts = filled(book.context)
    book:put(facts)
    local values, whole, small, offsets, bytes, bits = ffi.new("const double *[1]"), ffi.new("const int64_t *[1]"), ffi.new("const int32_t *[1]"), ffi.new("const int64_t *[1]"), ffi.new("const char *[1]"),
      ffi.new("const uint8_t *[1]")
    ok(call.table_view_f64(facts.handle, 2, values, bits))
    same(values[0][0], 72)
    same(bits[0][0], 1)
    ok(call.table_view_i64(facts.handle, 3, whole, bits))
    same(whole[0][1], 200LL)
    same(bits[0] == nil, true)
    ok(call.table_view_i32(facts.handle, 4, small, bits))
    same(small[0][1], 1)
    ok(call.table_view_text(facts.handle, 1, offsets, bytes, bits))
    same(ffi.string(bytes[0] + offsets[0][0], offsets[0][2] - offsets[0][0]), "xyz")
    ok(call.table_export_arrow(facts.handle, 0, schema, array))
    local imported = patron.table(patron.made("table", context, call.table_import_arrow, context, "customers", schema, array), context)
    same(table.concat(imported:texts("note"), " "), "x yz")
    local streamed = in_a_stream(context, facts.handle)
    same(streamed:texts("customer")[2], "B")
    same(given_back, 0)
    borrowed = nil
    collectgarbage()
    collectgarbage()
    same(given_back, 4)
  end

  local function what_patron_knows()
    local context = patron.context()
    local known = patron.table(patron.made("table", context, call.schema, context, "tables"), context)
    local found = false
    for row in known:rows() do found = found or row.table == "customers" end
    same(found, true)
  end

  return {{"tables are read as they were written", read_as_it_was_written}, {"memory is lent and seen where it lies", lent_and_seen_where_it_lies}, {"the schema", what_patron_knows}}
end
