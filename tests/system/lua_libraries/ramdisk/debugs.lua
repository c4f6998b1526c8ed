-- debug: what it tells of functions, frames, hooks.
local function f(a, b, ...) local c = a return debug.getinfo(1, "nSlu"), c, b end
local i = f(1, 2) print(i.name, i.what, i.short_src, i.currentline, i.linedefined, i.nups, i.nparams, i.isvararg)
print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3))
do local x, y = 10, 20 print((debug.getlocal(1, 1))) local n = 0 repeat n = n + 1 local k, v = debug.getlocal(1, n) until k == "y" or not k print(debug.setlocal(1, n, 21), y, x) end
local up = 5 local function g() return up end print(debug.getupvalue(g, 1)) print(debug.setupvalue(g, 1, 6), g())
local lines = 0 debug.sethook(function() lines = lines + 1 end, "l")
local z = 1
z = z + 1
debug.sethook() print(lines, debug.gethook())
local calls = 0 debug.sethook(function() calls = calls + 1 end, "", 100) for _ = 1, 10000 do end debug.sethook() print(calls > 50)
print((debug.traceback("message", 1):gsub("%[C%]: in .*", "[C]"):match("^[^\n]*\n[^\n]*")))
print(debug.getmetatable("").__index == string, debug.getregistry() ~= nil, debug.getuservalue(io.stdout, 1))
print(debug.getinfo(print).what, debug.getinfo(print).short_src, pcall(debug.getinfo, 1, "X"))
