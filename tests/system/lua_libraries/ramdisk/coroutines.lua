-- coroutine: generators, errors, wrapping, closing.
local function count(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local sum = 0 for i in count(1000) do sum = sum + i end print(sum)
local co = coroutine.create(function(a, b) local c = coroutine.yield(a + b) local d, e = coroutine.yield(c * 2) return d + e end)
print(coroutine.resume(co, 1, 2)) print(coroutine.status(co), coroutine.resume(co, 10)) print(coroutine.resume(co, 3, 4))
print(coroutine.status(co), coroutine.resume(co)) print(coroutine.isyieldable(), coroutine.running() ~= nil)
co = coroutine.create(function() error("inside") end) print(coroutine.resume(co)) print(coroutine.close(co))
co = coroutine.create(function() error({ code = 7 }) end) local _, e = coroutine.resume(co) print(type(e), e.code)
co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() print("closing") end }) coroutine.yield() end)
coroutine.resume(co) print(coroutine.close(co), coroutine.status(co))
print(pcall(coroutine.wrap(function() return pcall(coroutine.yield, 1) end)))
print(select(2, coroutine.resume(coroutine.create(function() return coroutine.resume(coroutine.running()) end))))
local list = {} for i = 1, 500 do list[i] = coroutine.create(function() for j = 1, 20 do coroutine.yield(i * j) end end) end
local total = 0 for _ = 1, 20 do for i = 1, 500 do total = total + select(2, coroutine.resume(list[i])) end end print(total)
print(pcall(table.sort, { 3, 2, 1 }, function(a, b) coroutine.yield() return a < b end))
local function perm(a, n) n = n or #a if n <= 1 then coroutine.yield(table.concat(a)) else for i = 1, n do
  a[n], a[i] = a[i], a[n] perm(a, n - 1) a[n], a[i] = a[i], a[n] end end end
for p in coroutine.wrap(function() perm { "a", "b", "c" } end) do io.write(p, " ") end print()
