/*
 * docs/posix/posix.md: the linker has found every call it lists as supported, as calls.c refers
 * to all of them; a call it lists as missing that is defined all the same fails with ENOSYS.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>
#include <verdict.h>

extern char *const table_calls[];
extern const unsigned int table_calls_count;

#define FAILS(call) \
    do { \
        errno = 0; \
        CHECK_EQUAL(call, -1); \
        CHECK_EQUAL(errno, ENOSYS); \
    } while (0)

static void check_what_fails(void)
{
    char *none[] = { NULL };
    pid_t child;

    FAILS(fork());
    FAILS(vfork());
    FAILS(daemon(0, 0));
    FAILS(execl("/bin/sh", "sh", NULL));
    FAILS(execle("/bin/sh", "sh", NULL, none));
    FAILS(execlp("sh", "sh", NULL));
    FAILS(execv("/bin/sh", none));
    FAILS(execve("/bin/sh", none, none));
    FAILS(execvp("sh", none));
    FAILS(execvpe("sh", none, none));
    FAILS(fexecve(0, none, none));
    FAILS(system("true"));
    errno = 0;
    CHECK(!popen("true", "r") && errno == ENOSYS);
    CHECK_EQUAL(posix_spawn(&child, "/bin/sh", NULL, NULL, none, none), ENOSYS);
    CHECK_EQUAL(posix_spawnp(&child, "sh", NULL, NULL, none, none), ENOSYS);
}

void test(void)
{
    unsigned int i;

    for (i = 0; i < table_calls_count; i++)
        CHECK(table_calls[i] != NULL);
    printf("%u calls are linked\n", table_calls_count);
    CHECK(table_calls_count > 800);
    check_what_fails();
}
