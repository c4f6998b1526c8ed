local module = {}
function module.answer() return 42 end
return module
