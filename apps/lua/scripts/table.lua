-- Tables filled, read, sorted and dropped: mostly malloc and the collector.
local function round(n)
  local list, map = {}, {}
  for i = 1, n do
    list[i] = { key = "k" .. i % 997, value = (i * 7919) % 10007 }
  end
  for _, item in ipairs(list) do
    map[item.key] = (map[item.key] or 0) + item.value
  end
  table.sort(list, function(a, b) return a.value < b.value end)
  local text = {}
  for i = 1, n, 10 do
    text[#text + 1] = list[i].key .. "=" .. map[list[i].key]
  end
  return #table.concat(text, ";")
end

local sum = 0
for i = 1, 5 do sum = sum + round(2000) end
print(sum)
