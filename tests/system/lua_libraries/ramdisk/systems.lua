-- os: time and environment, as far as they are the same everywhere.
print(os.date("!%Y-%m-%d %H:%M:%S", 86400 * 365), os.date("!%c", 0), os.date("!%x %X %p %A %B %j", 1e9))
local t = os.date("!*t", 1000000000) print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
print(os.time({ year = 2001, month = 9, day = 9, hour = 1, min = 46, sec = 40 }), os.time({ year = 2000, month = 14, day = -3, hour = 0 }))
print(pcall(os.date, "%Ez", 0)) print(pcall(os.time, { year = 2000 })) print(os.difftime(10, 4))
local a, c = os.time(), os.clock() for _ = 1, 10000 do end print(os.time() >= a, os.clock() >= c, math.type(os.time()))
print(os.getenv("NO_SUCH_VARIABLE"), os.setlocale(), os.setlocale("C"), os.setlocale("xx_YY"))
local n = os.tmpname() print(type(n), n:match("^/tmp/") ~= nil) os.remove(n)
