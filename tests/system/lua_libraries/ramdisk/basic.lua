-- The language and its basic functions.
print(type(nil), type(1), type("a"), type({}), type(print), type(coroutine.create(print)))
print(1, 1.0, -0.0, 1e15, 1e16, 1e100, 0x7fffffffffffffff, 0.1, 1/3, 2^53, 100 // 1e0)
print(1/0, -1/0, (0/0) ~= (0/0), 7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, 5.3 % -2)
print(3 | 4, 7 & 2, 5 ~ 1, ~0, 1 << 62, 1 << 63, 1 << 64, -1 >> 1, "10" + 5, "0x10" * 2)
print(tonumber("  0x1p4 "), tonumber("1e1"), tonumber("z", 36), tonumber("8", 8), tonumber("1 2"))
print(tostring(12345678901234), tostring(1e300 * 1e10), math.type(3), math.type(3.0))
print(select("#", nil, nil), select(-1, 1, 2, 3), rawlen({ 1, 2 }), rawequal("a", "a"))
print(pcall(error, { code = 1 }), pcall(error, "text", 0), pcall(error))
print(select(2, pcall(function() local x = nil; return x.y end)))
print(select(2, pcall(function() return {} + 1 end)))
print(select(2, pcall(function() return 1 < "2" end)))
print(select(2, pcall(function() return math.maxinteger // 0 end)))
print(xpcall(function() error("deep") end, function(m) return "handled: " .. m end))
print(load("return 1 +")) print(load("x ="))
print(load("local a <const> = 5; return a * 2")())
local closed = {}
do local r <close> = setmetatable({}, { __close = function() closed[#closed + 1] = "closed" end }) end
print(closed[1])
local mt = { __index = function(_, k) return k .. "!" end, __call = function(_, a) return a * 2 end,
  __tostring = function() return "object" end, __len = function() return 42 end,
  __eq = function() return true end, __lt = function() return true end, __concat = function() return "joined" end }
local o = setmetatable({}, mt)
print(o.key, o(21), tostring(o), #o, o == setmetatable({}, mt), o < o, o .. "x", "x" .. o)
goto done
print("not reached")
::done::
local function depth(n) return n == 0 and 0 or 1 + depth(n - 1) end
print(depth(10000))
print(select(2, pcall(function() local function f() return 1 + f() end return f() end)):match("stack overflow"))
print(#string.rep("x", 100000), collectgarbage("count") > 0, collectgarbage("step"), collectgarbage())
local weak = setmetatable({}, { __mode = "k" })
weak[{}] = 1 collectgarbage() print(next(weak))
local n = 0 setmetatable({}, { __gc = function() n = n + 1 end }) collectgarbage() print(n)
collectgarbage("generational") for i = 1, 20000 do local _ = { i } end collectgarbage("incremental")
