-- package: require, and where it looks.
local m = require("module") print(m.answer(), require("module") == m, package.loaded.module == m, ...)
print(pcall(require, "no_such_module") ~= true, (select(2, pcall(require, "no_such_module")):match("module 'no_such_module' not found")))
package.preload.built = function(name, from) return { name = name, from = from } end
print(require("built").name, require("built").from, package.config:sub(1, 1), package.searchpath("module", "./?.lua"))
print(package.loadlib("none.so", "x") == nil)
