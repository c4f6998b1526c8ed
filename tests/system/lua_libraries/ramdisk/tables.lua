-- table: order, moves, growth.
local t = { 5, 2, 8, 1, 9, 3 }
table.sort(t) print(table.concat(t, " "))
table.sort(t, function(a, b) return a > b end) print(table.concat(t, " ", 2, 4))
print(pcall(table.sort, { 3, "x", 1 }))
table.insert(t, 7) table.insert(t, 1, 0) print(table.concat(t, ","), table.remove(t), table.remove(t, 1), #t)
print(pcall(table.insert, t, 20, 1)) print(pcall(table.insert, t, 1, 2, 3))
print(table.unpack({ 1, 2, nil, 4 }, 1, 4)) print(table.pack(1, nil, 3).n)
print(table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ",")) print(pcall(table.concat, { {}, 1 }))
local big = {} for i = 1, 50000 do big[i] = (i * 7919) % 50021 end
table.sort(big) local sum = 0 for i = 1, #big, 1000 do sum = sum + big[i] end print(#big, sum, big[1], big[#big])
local h = {} for i = 1, 20000 do h["k" .. i] = i end
local count, total = 0, 0 for _, v in pairs(h) do count = count + 1 total = total + v end print(count, total)
for i = 1, 20000, 2 do h["k" .. i] = nil end count = 0 for _ in pairs(h) do count = count + 1 end print(count)
h = { [1.0] = "float key", [2] = "two", [-1] = "minus" } print(h[1], h[2.0], h[-1], next({}), #h)
print(pcall(function() h[nil] = 1 end)) print(pcall(function() h[0/0] = 1 end)) print(pcall(next, h, "absent"))
