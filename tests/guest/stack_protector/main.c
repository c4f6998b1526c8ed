/*
 * A write beyond an array on the stack hits the canary before the return address, and
 * the function never returns. A canary is useless if it is the same in each boot, if
 * it can be written, or if kernel code does not check it. `steps` runs guests with and
 * without RDRAND and compares their canaries; the last guest overruns its stack.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/probe.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <kernel/thread.h>
#include <verdict.h>

extern uintptr_t __stack_chk_guard;
void __stack_chk_fail(void);

/* True if the size bytes of code from function on call target. */
static bool calls(uintptr_t function, size_t size, uintptr_t target)
{
    const uint8_t *at = (const uint8_t *)function;
    int32_t distance;

    for (; size--; at++) {
        memcpy(&distance, at + 1, sizeof(distance));
        if (*at == 0xe8 && (uintptr_t)at + 5 + distance == target)
            return true;
    }
    return false;
}

static void look_at_canary(void)
{
    uintptr_t other = 0;

    CHECK(__stack_chk_guard >> 8);
    CHECK_EQUAL(__stack_chk_guard & 0xff, 0);
    CHECK_EQUAL(probe_write((uintptr_t)&__stack_chk_guard, &other, sizeof(other)), -EFAULT);
    CHECK(calls((uintptr_t)log_printf, 256, (uintptr_t)__stack_chk_fail));
    printf("canary %08lx\n", (unsigned long)__stack_chk_guard);
}

static void __attribute__((noipa)) fill(char *to, size_t size)
{
    memset(to, 'A', size);
}

static int __attribute__((noipa)) copy_too_much(size_t size)
{
    char array[16];

    fill(array, size);
    return array[3];
}

static void *overflow(void *unused)
{
    (void)unused;
    printf("within: %d\n", copy_too_much(16));
    printf("beyond: %d\n", copy_too_much(24));
    return NULL;
}

void test(void)
{
    look_at_canary();
    if (!strcmp((const char *)arch_start_info()->cmd_line, "overflow"))
        thread_join(thread_create("careless", overflow, NULL, 8192, THREAD_PRIORITY_DEFAULT),
                    NULL);
}
