/*
 * Lua's own tests, each in its own Lua state. Most are of features that 5.4 shares
 * with 5.3; the others fail, and must fail as they do under Linux: check-console
 * compiles the same sources for the host, and compares each line.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>

static int passes(const char *name)
{
    lua_State *state = luaL_newstate();
    int passed;

    if (!state)
        exit(2);
    luaL_openlibs(state);
    passed = !luaL_dofile(state, name);
    printf("%s: %s\n", name, passed ? "passed" : luaL_tolstring(state, -1, NULL));
    lua_close(state);
    return passed;
}

int main(int argc, char **argv)
{
    int count = 0, passed = 0;
    char name[80];
    FILE *list;

    if (argc != 2 || chdir(argv[1]) || !(list = fopen("list", "r")))
        return 2;
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    printf("begin\n");
    for (; fgets(name, sizeof(name), list); count++) {
        name[strcspn(name, "\n")] = '\0';
        passed += passes(name);
    }
    printf("%d of %d passed\nend\n", passed, count);
    return 0;
}
