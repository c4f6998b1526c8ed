-- utf8: encoding, decoding, what is none.
print(utf8.char(72, 228, 8364, 0x10FFFF):byte(1, -1)) print(utf8.len("häß€"), utf8.len("\xff"), utf8.len(""))
for p, c in utf8.codes("aé€😀") do io.write(p, ":", c, " ") end print()
print(utf8.codepoint("é€", 1, -1)) print(utf8.offset("aé€", 3), utf8.offset("aé€", -1), utf8.offset("abc", 5))
print(pcall(utf8.codepoint, "\xff")) print(pcall(function() for _ in utf8.codes("a\xffb") do end end))
print(utf8.len("\u{D7FF}\u{7FFFFFFF}", 1, -1, true), utf8.len("\xed\xa0\x80"), utf8.charpattern)
for c in ("aé€"):gmatch(utf8.charpattern) do io.write(#c, " ") end print()
