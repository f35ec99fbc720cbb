-- Patron from LuaJIT: the headers are read as they are, and every function of them can be called as `patron.call.NAME` without its prefix. Around them stand portfolio, policy, model, assessment and table.
--
--   local book = patron.portfolio("EUR")
--   book:add("ACME", {sales = "120000.00", their_trust = 72})
--   print(book:assess():text("ACME", "relationship_level"))
--
-- PATRON_LIBRARY names the library, PATRON_INCLUDE the directory that holds patron/patron.h, where they are not installed. Unknown is nil.
local ffi = require("ffi")

local patron = {}

-- The declarations of a header, after those of the headers that it includes: without comments, preprocessor lines, the extern "C" wrapper and the export macro.
local function declarations(directory, name, done)
  if done[name] then return "" end
  done[name] = true
  local file = assert(io.open(directory .. "/" .. name))
  local text = "\n" .. file:read("*a"):gsub("/%*.-%*/", ""):gsub("//[^\n]*", "")
  file:close()
  local before = {}
  for included in text:gmatch('\n%s*#%s*include%s*"(patron/[^"]+)"') do before[#before + 1] = declarations(directory, included, done) end
  return table.concat(before) .. text:gsub("\n#ifdef __cplusplus.-#endif", "\n"):gsub("\n%s*#[^\n]*", ""):gsub("%f[%w_]PATRON_API%f[^%w_]", "")
end

local function directory_of_headers()
  for _, directory in ipairs({os.getenv("PATRON_INCLUDE") or "/usr/local/include", "/usr/include"}) do
    local file = io.open(directory .. "/patron/patron.h")
    if file then
      file:close()
      return directory
    end
  end
  error("patron/patron.h is not installed: set PATRON_INCLUDE")
end

ffi.cdef(declarations(directory_of_headers(), "patron/patron.h", {}))
local library = ffi.load(os.getenv("PATRON_LIBRARY") or "libpatron.so.1")
patron.constant = setmetatable({}, {__index = function(_, name) return library["PATRON_" .. name] end})
patron.call = setmetatable({}, {__index = function(_, name) return library["patron_" .. name] end})
local call = patron.call
local OK, UNKNOWN, TYPE = 0, 1, -42

-- Errors are tables: status, name, message, and table, column, row, value, expected where they apply.
local failure = {__tostring = function(e) return e.name .. ": " .. e.message end}

-- Text by the convention of the library: asked for its size, then fetched. nil: unknown.
function patron.text(reader, ...)
  local arguments, count, needed = {...}, select("#", ...), ffi.new("int64_t[1]")
  local function with(buffer, capacity)
    arguments[count + 1], arguments[count + 2], arguments[count + 3] = buffer, capacity, needed
    return reader(unpack(arguments, 1, count + 3))
  end
  local status = with(nil, 0)
  if status == UNKNOWN then return nil end
  patron.check(status)
  local buffer = ffi.new("char[?]", needed[0])
  patron.check(with(buffer, needed[0]))
  return ffi.string(buffer, needed[0]), tonumber(needed[0])
end

-- Text without the NUL at its end.
local function words(...)
  local text = patron.text(...)
  return text and text:sub(1, -2)
end
patron.words = words

function patron.check(status, context)
  if status == OK then return end
  local found = {status = tonumber(status), name = ffi.string(call.status_name(status)), message = ffi.string(call.status_message(status))}
  if context then
    found.message = words(call.context_error, context)
    for _, part in ipairs({"table", "column", "row", "value", "expected"}) do found[part] = words(call.context_error_part, context, part) end
  end
  error(setmetatable(found, failure), 0)
end
local check = patron.check

-- What a function hands out last: a number (nil: unknown), or a handle that is destroyed with its last reference.
function patron.got(kind, context, reader, ...)
  local out, arguments, count = ffi.new(kind .. "[1]"), {...}, select("#", ...)
  arguments[count + 1] = out
  local status = reader(unpack(arguments, 1, count + 1))
  if status == UNKNOWN then return nil end
  check(status, context)
  return out[0]
end
local got = patron.got

function patron.made(kind, context, maker, ...)
  return ffi.gc(got("patron_" .. kind .. " *", context, maker, ...), call[kind .. "_destroy"])
end
local made = patron.made

function patron.context(options)
  local given = ffi.new("patron_context_options", {struct_size = ffi.sizeof("patron_context_options")})
  for name, value in pairs(options or {}) do given[name] = value end
  return made("context", nil, call.context_create, given)
end

-- An array of C that is kept alive with what holds it: patron.array("double", {1, 2}); nil in the list is unknown: the second result is its bitmap.
function patron.array(kind, values, count)
  count = count or #values
  local array, bytes = ffi.new(kind .. "[?]", math.max(count, 1)), ffi.new("uint8_t[?]", math.max(count, 1))
  local bits = ffi.new("uint8_t[?]", math.floor(count / 8) + 1)
  for i = 1, count do
    if values[i] ~= nil then array[i - 1], bytes[i - 1] = values[i], 1 end
  end
  check(call.bitmap_pack(bytes, count, bits))
  return array, bits
end

-- Tables: rows are tables of texts by column.
local Table = {}
Table.__index = Table

function patron.table(handle, context)
  return setmetatable({handle = handle, context = context}, Table)
end

function Table:length() return tonumber(got("int64_t", nil, call.table_rows, self.handle)) end

function Table:columns()
  local names = {}
  for i = 1, tonumber(got("int64_t", nil, call.table_columns, self.handle)) do names[i] = words(call.table_column_name, self.handle, i - 1) end
  return names
end

function Table:place(column) return got("int64_t", nil, call.table_find_column, self.handle, column) end

function Table:texts(column)
  local n, place, needed = self:length(), self:place(column), ffi.new("int64_t[1]")
  check(call.table_read_text(self.handle, place, 0, n, nil, nil, 0, needed, nil))
  local offsets, bytes, bits, known = ffi.new("int64_t[?]", n + 1), ffi.new("char[?]", needed[0] + 1), ffi.new("uint8_t[?]", n / 8 + 1), ffi.new("uint8_t[?]", n + 1)
  check(call.table_read_text(self.handle, place, 0, n, offsets, bytes, needed[0], nil, bits))
  check(call.bitmap_unpack(bits, n, known))
  local found = {}
  for i = 1, n do
    if known[i - 1] == 1 then found[i] = ffi.string(bytes + offsets[i - 1], offsets[i] - offsets[i - 1]) end
  end
  return found
end

function Table:rows()
  local columns, row = {}, 0
  for _, name in ipairs(self:columns()) do columns[name] = self:texts(name) end
  local n = self:length()
  return function()
    row = row + 1
    if row > n then return nil end
    local found = {}
    for name, texts in pairs(columns) do found[name] = texts[row] end
    return found
  end
end

-- A new table: columns are lists of texts, which Patron reads as it reads files; nil is unknown.
function patron.texts(context, name, rows, columns)
  local handle = made("table", context, call.table_create, context, name, rows)
  for column, values in pairs(columns) do
    local pointers = ffi.new("const char *[?]", math.max(rows, 1))
    for i = 1, rows do pointers[i - 1] = values[i] end
    check(call.table_add_strings(handle, column, pointers), context)
  end
  return patron.table(handle, context)
end

-- The facts.
local Portfolio = {}
Portfolio.__index = Portfolio

function patron.portfolio(currency, options)
  local context = patron.context(options)
  local book = {context = context, handle = made("portfolio", context, call.portfolio_create, context, currency), digits = got("int32_t", nil, call.currency_exponent, currency)}
  return setmetatable(book, Portfolio)
end

function Portfolio:set(customer, column, value)
  local handle = got("uint64_t", self.context, call.portfolio_find_customer, self.handle, customer, #customer)
  local status
  if value == nil then
    status = call.customer_set_unknown(self.handle, handle, column)
  elseif type(value) == "boolean" then
    status = call.customer_set_flag(self.handle, handle, column, value and 1 or 0)
  elseif type(value) == "number" then
    status = call.customer_set_number(self.handle, handle, column, value)
    if status == TYPE and value == math.floor(value) then status = call.customer_set_integer(self.handle, handle, column, value) end
  else
    status = self:set_text(handle, column, value)
  end
  check(status, self.context)
end

-- A text goes into columns of texts, codes, money and dates, each by its own grammar.
function Portfolio:set_text(handle, column, value)
  local status = call.customer_set_text(self.handle, handle, column, value, #value)
  if status == TYPE then status = call.customer_set_code(self.handle, handle, column, value) end
  if status ~= TYPE then return status end
  local cents, days = ffi.new("int64_t[1]"), ffi.new("int32_t[1]")
  if call.date_parse(value, #value, days) == OK then return call.customer_set_date(self.handle, handle, column, days[0]) end
  status = call.money_parse(value, #value, self.digits, cents)
  return status == OK and call.customer_set_money(self.handle, handle, column, cents[0]) or status
end

function Portfolio:add(customer, facts)
  got("uint64_t", self.context, call.portfolio_add_customer, self.handle, customer, #customer)
  for column, value in pairs(facts) do self:set(customer, column, value) end
end

function Portfolio:put(facts) check(call.portfolio_put(self.handle, facts.handle), self.context) end

function Portfolio:policy(preset, settings)
  local policy = made("policy", self.context, call.policy_create, self.context, preset)
  for key, value in pairs(settings or {}) do check(call.policy_set(policy, key, tostring(value)), self.context) end
  return policy
end

-- Adds rows to a rule table of a policy: those in force stay.
function Portfolio:rules(policy, name, more)
  local in_force = patron.table(made("table", self.context, call.policy_table, policy, name), self.context)
  local columns, rows = {}, in_force:length()
  for _, column in ipairs(in_force:columns()) do columns[column] = in_force:texts(column) end
  for _, row in ipairs(more) do
    rows = rows + 1
    for column, value in pairs(row) do columns[column][rows] = value end
  end
  check(call.policy_put(policy, patron.texts(self.context, name, rows, columns).handle), self.context)
end

-- Weightings in Lua: `weigh(criteria, raw, normalised)` gets three tables and returns a list of weights. One callback serves all of them, told apart by `user`: LuaJIT has few, and a policy that outlives its Lua
-- value may still call.
local weighers, number = {}, 0

local weigh = ffi.cast("patron_status (*)(void *, const patron_table *, const patron_table *, const patron_table *, int64_t, double *)", function(user, criteria, raw, normalised, count, out)
  local one = weighers[tonumber(ffi.cast("intptr_t", user))]
  local fine, weights = pcall(one, patron.table(criteria), patron.table(raw), patron.table(normalised))
  if not fine or #weights ~= tonumber(count) then return library.PATRON_E_CALLBACK end
  for i = 1, #weights do out[i - 1] = weights[i] end
  return OK
end)

local forget = ffi.cast("patron_release_fn", function(user) weighers[tonumber(ffi.cast("intptr_t", user))] = nil end)

function Portfolio:weighting(policy, name, weigher)
  number = number + 1
  weighers[number] = weigher
  local vtable = ffi.new("patron_weighting", {ffi.sizeof("patron_weighting"), call.abi_version(), name, ffi.cast("void *", weigh)})
  check(call.policy_register_weighting(policy, vtable, ffi.cast("void *", number), forget), self.context)
end

-- The decisions.
local Assessment = {}
Assessment.__index = Assessment

function Portfolio:assess(policy)
  return setmetatable({context = self.context, handle = made("assessment", self.context, call.assess, self.handle, policy)}, Assessment)
end

function Assessment:customer(id) return got("uint64_t", nil, call.assessment_find_customer, self.handle, id, #id) end
function Assessment:text(id, column) return words(call.assessment_text, self.handle, self:customer(id), column) end
function Assessment:table(name) return patron.table(made("table", nil, call.assessment_table, self.handle, name), self.context) end
function Assessment:explain(id) return patron.table(made("table", nil, call.assessment_explain, self.handle, self:customer(id)), self.context) end

-- Lua is called back from what is called through here, so the compiler must leave these alone.
jit.off(Portfolio.assess)
jit.off(patron.got)

return patron
