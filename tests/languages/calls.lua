-- Usage: luajit calls.lua EXAMPLES: every function of the headers is called from LuaJIT, which has read them as they are; figures were worked out by hand.
local ffi = require("ffi")
jit.off()   -- what calls back may not be compiled, and here everything goes through one recorder
package.path = arg[1] .. "/lua/?.lua;" .. arg[0]:match("^(.*)/") .. "/?.lua;" .. package.path
local patron = require("patron")
local called = {}

local original = getmetatable(patron.call).__index
setmetatable(patron.call, {__index = function(_, name)
  local f = original(_, name)
  return function(...)
    called["patron_" .. name] = true
    return f(...)
  end
end})

local test = {call = patron.call, constant = patron.constant}

function test.same(found, expected, what)
  if found ~= expected then error(("%s: found %s, expected %s"):format(what or "", tostring(found), tostring(expected)), 2) end
end

function test.near(found, ...)
  for i, expected in ipairs({...}) do
    if math.abs(found[i - 1] - expected) > 1e-12 then error(("entry %d: found %.17g, expected %.17g"):format(i, found[i - 1], expected), 2) end
  end
end

function test.ok(status) test.same(tonumber(status), 0, "status") end

function test.refused(status, f, ...)
  local fine, failure = pcall(f, ...)
  if fine then error("was not refused", 2) end
  if type(failure) ~= "table" then error(failure, 2) end
  test.same(failure.status, tonumber(patron.constant[status]), tostring(failure))
  return failure
end

-- A struct with its size filled in.
function test.sized(kind, fields)
  local made = ffi.new("patron_" .. kind, fields or {})
  made.struct_size = ffi.sizeof(made)
  return made
end

function test.doubles(...) return (patron.array("double", {...})) end

for _, part in ipairs({"calls_values", "calls_tables", "calls_engine", "calls_rules"}) do
  for _, case in ipairs(require(part)(patron, test)) do
    case[2]()
    print(case[1])
  end
  collectgarbage()
end

local file = os.getenv("PATRON_CALLS")
if file then
  local out = assert(io.open(file, "w"))
  for name in pairs(called) do out:write(name, "\n") end
  out:close()
end
