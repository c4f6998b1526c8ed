/*
 * A panic while the console daemon has stalled: the domain has to crash all the
 * same, and what the ring has room for is there for the daemon that comes back.
 */
/* SPDX-License-Identifier: MIT */
#include <diag/panic.h>
#include <drivers/console.h>
#include <verdict.h>
#include "../stage.h"

void test(void)
{
    CHECK_EQUAL(stage_begin(), 0);
    console_set_patience(1000000000);
    printf("ready\n");
    stage_wait(1);
    panic("with nobody to tell");
}
