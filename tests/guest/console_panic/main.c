/*
 * A panic while the console daemon has stalled: the domain must crash all the
 * same, and as much as the ring holds must be there when the daemon comes back.
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
