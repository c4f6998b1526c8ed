// SPDX-License-Identifier: MIT
// extract.js TESTS LEFT_OUT FOLDER: writes the Lua programs that fengari's tests run, one per file,
// and a list of them.
//
// The tests are JavaScript that makes a Lua state, loads a program and calls it. Here they run with
// an interpreter that only records the programs to load.
const fs = require('fs');
const path = require('path');
const Module = require('module');

const [tests, leftOut, folder] = process.argv.slice(2);
let programs;

const load = (state, program) => { programs.push(program); return 0; };
const nothing = new Proxy(function () {}, {
    get: (_, name) => name.startsWith?.('luaL_load') || name === 'luaL_dostring' ? load
        : name === 'to_luastring' ? text => text
        : name === Symbol.toPrimitive ? () => 0 : nothing,
    apply: () => nothing,
});
const loadModule = Module._load;
Module._load = (name, ...rest) => name.startsWith('.') ? nothing : loadModule(name, ...rest);

const patterns = fs.readFileSync(leftOut, 'utf8').trim().split('\n').map(line => new RegExp('^' + line.split(/\s/)[0]));

let number, subject;
global.test = (title, body) => {
    const name = `${subject}-${String(++number).padStart(2, '0')}`;
    programs = [];
    try {
        body();
    } catch (error) {
        // Expectations of a result are ignored, as there is none.
    }
    if (!programs.length || patterns.some(pattern => pattern.test(name)))
        return;
    fs.writeFileSync(path.join(folder, name + '.lua'), programs.join('\n'));
    fs.appendFileSync(path.join(folder, 'list'), name + '.lua\n');
};
global.test.skip = () => {};

for (const file of fs.readdirSync(tests).filter(name => name.endsWith('.test.js')).sort()) {
    number = 0;
    subject = file.replace('.test.js', '');
    require(path.resolve(tests, file));
}
