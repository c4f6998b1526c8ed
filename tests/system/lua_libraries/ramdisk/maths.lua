-- math: every function, to the last digit.
local function show(...) for _, v in ipairs { ... } do io.write(string.format(math.type(v) == "float" and "%.14g " or "%d ", v)) end print() end
for _, x in ipairs { 0.0, 0.5, 1.0, 2.75, -3.3, 10.0, 123456.789, 1e-9 } do
  show(math.sin(x), math.cos(x), math.tan(x), math.atan(x), math.atan(x, 2), math.exp(x / 10), math.sqrt(math.abs(x)))
  show(math.floor(x), math.ceil(x), math.fmod(x, 3), (math.modf(x)), math.abs(x), math.deg(x), math.rad(x))
  if x > 0 then show(math.log(x), math.log(x, 2), math.log(x, 10), math.log(x, 7), x ^ 0.3, x ^ -2) end
end
show(math.asin(0.3), math.acos(0.3), math.pi) print(math.huge, -math.huge, math.maxinteger, math.mininteger)
print(math.max(1, 5, 3), math.min(2.5, 1), math.ult(1, -1), math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"))
print(pcall(math.floor, "x")) print(pcall(math.fmod, 1, 0)) print(math.fmod(-6, 4), math.fmod(5.5, math.huge))
math.randomseed(42) local r = {} for i = 1, 8 do r[i] = math.random(1000) end print(table.concat(r, " "))
print(math.random(0) ~= nil, math.random(3, 3)) print(string.format("%.10f", math.random())) print(pcall(math.random, 2, 1))
print(2^1023 * 2, 5e-324, 5e-324 / 2, 1e308 * 10, 0x1p-1074, 123456789012345678, 0.1 + 0.2)
local x = 0.5 for _ = 1, 1000 do x = 3.9 * x * (1 - x) end print(string.format("%.12f", x))
print(math.maxinteger + 1 == math.mininteger, math.mininteger // -1, math.mininteger % -1, math.maxinteger * 2)
print(8 // 3, 8.0 // 3, -8 // 3, 8 % -3, 2^31 | 0, "10" // 3, 1e15 // 1, 7 // 0.0, -7 % math.huge)
