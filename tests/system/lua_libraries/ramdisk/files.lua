-- io: files in /tmp, and the errors: by number where the C library has words of its own.
local name = "/tmp/lua-files-test"
local f = assert(io.open(name, "w")) print(io.type(f), io.type(io.stdout), io.type(1))
print(f:write("first line\n", 42, " ", 1.5, "\nthird\n") == f, f:seek("cur"), f:seek("set", 6), f:write("LINE"), f:close())
print(io.type(f), pcall(f.write, f, "x"))
for l in io.lines(name) do io.write("[", l, "]") end print()
for a, b in io.lines(name, 5, "L") do io.write(a, "|", b) end
f = io.open(name) print(f:read("l", "n", "n", "l", "a", "a", "l")) print(f:read(1), f:read(0), f:seek("end")) f:close()
f = io.open(name, "a+") f:write("appended") f:seek("set") print(#f:read("a")) f:close()
f = io.open(name, "r+b") f:seek("end", -8) print(f:read(3)) f:seek("set", 0) f:write("F") f:seek("set") print(f:read("L")) f:close()
print(io.open("/tmp/no/such/file")) print(io.open("/tmp/none")) print(pcall(io.open, name, "z")) print(pcall(io.lines, "/tmp/none"))
f = io.open(name, "w") print(f:setvbuf("full", 1024), f:setvbuf("line"), f:setvbuf("no")) print((select(3, f:read(1)))) f:close()
f = io.open(name, "w") for i = 1, 5000 do f:write(i, ": ", ("x"):rep(i % 50), "\n") end f:close()
local bytes, lines = 0, 0 for l in io.lines(name, "L") do bytes = bytes + #l lines = lines + 1 end print(lines, bytes)
io.output(name) io.write("through io.output") io.close() io.output(io.stdout)
io.input(name) print(io.read("a")) io.close(io.input()) io.input(io.stdin)
print(os.rename(name, name .. "2"), io.open(name) == nil, os.remove(name .. "2")) print(os.remove(name))
f = io.tmpfile() f:write("temporary") f:seek("set") print(f:read("a"), f:close())
