-- Runs one script for each library; what they print must be what they print elsewhere.
print(_VERSION, #arg, arg[1], arg[2])
for _, name in ipairs { "basic", "strings", "tables", "maths", "coroutines", "utf8s", "debugs",
                        "files", "systems", "modules" } do
  print("--- " .. name)
  local ok, problem = pcall(dofile, name .. ".lua")
  if not ok then print("FAILED", problem) end
end
print("--- end")
