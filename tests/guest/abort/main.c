/*
 * abort() and a failed assert() are crashes, not exits.
 */
/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <verdict.h>

void test(void)
{
    int two = 2;

    assert(two == 3);
}
