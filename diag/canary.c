/*
 * The stack protector.
 *
 * The compiler puts a copy of the guard between a function's arrays and its
 * return address, and compares the two before it returns (-fstack-protector-strong,
 * tools/build/flags.mk). So an overflow of an array goes unnoticed only if it writes
 * the right guard. The guard differs from boot to boot, and its lowest byte is 0,
 * which no string operation can copy over.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpu.h>
#include <arch/random.h>
#include <arch/setup.h>
#include <diag/canary.h>
#include <diag/ksyms.h>
#include <diag/panic.h>
#include <kernel/thread.h>

/* The names are the compiler's. */
extern uintptr_t __stack_chk_guard;
void __attribute__((noreturn)) __stack_chk_fail(void);

uintptr_t __stack_chk_guard READ_ONLY_AFTER_START;
uintptr_t canary_secret READ_ONLY_AFTER_START;

/* Multiplies so that every bit of the clock that differs between boots reaches the upper word. */
static uint32_t from_clock(void)
{
    uint64_t now = cpu_timestamp() * 0x9e3779b97f4a7c15;    /* odd, half of its bits set */

    return (uint32_t)(now >> 32);
}

void __attribute__((no_stack_protector)) canary_init(void)
{
    uint32_t words[2];

    if (!arch_random(words, 2)) {
        words[0] = from_clock();
        words[1] = from_clock() ^ words[0] >> 16;
    }
    __stack_chk_guard = words[0] & ~(uintptr_t)0xff;
    canary_secret = words[1];
}

void __stack_chk_fail(void)
{
    uintptr_t offset;
    const char *function = ksym_lookup((uintptr_t)__builtin_return_address(0) - 1, &offset);

    panic("thread %s wrote beyond an array on its stack, one of function %s",
          thread_name(thread_current()), function ? function : "without a name");
}
