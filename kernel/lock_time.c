/*
 * How long the kernel lock is held.
 *
 * Time is counted by the time stamp counter: it can be read before Xen's clock
 * can, and goes on where that is being restored. What another vCPU took from this
 * one meanwhile, Xen writes into `taken`.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpu.h>
#include <arch/setup.h>
#include <diag/ksyms.h>
#include <diag/log.h>
#include <hypercall/vcpu.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <lib/format.h>

/* All of it protected by the lock itself. */
static struct {
    bool held;
    uintptr_t by;
    enum lock_time_kind kind;
    uint64_t since, taken_before;
} hold;
static struct lock_time longest[LOCK_TIME_KINDS];
static volatile struct vcpu_runstate_info taken;

/* A vCPU that polls with the lock held is blocked: that counts as holding it. */
static uint64_t ns_taken(void)
{
    return taken.time[RUNSTATE_runnable] + taken.time[RUNSTATE_offline];
}

void lock_time_watch_vcpu(void)
{
    vcpu_register_runstate(arch_vcpu(), (struct vcpu_runstate_info *)&taken);
    hold.taken_before = ns_taken();
}

void lock_time_begin(uintptr_t by)
{
    hold.held = true;
    hold.by = by ? by : (uintptr_t)__builtin_return_address(0);
    hold.kind = LOCK_TIME_ORDINARY;
    hold.taken_before = ns_taken();
    hold.since = cpu_timestamp();
}

void lock_time_end(void)
{
    uint64_t ns = time_of_ticks(cpu_timestamp() - hold.since);
    uint64_t others = ns_taken() - hold.taken_before;
    struct lock_time *most = &longest[hold.kind];

    ns = ns > others ? ns - others : 0;
    if (hold.held && ns > most->ns)
        *most = (struct lock_time){ ns, hold.by, (uintptr_t)__builtin_return_address(0) };
    hold.held = false;
}

void lock_time_is(enum lock_time_kind kind)
{
    if (!hold.held)
        lock_time_begin((uintptr_t)__builtin_return_address(0));
    hold.kind = kind;
}

struct lock_time lock_time_longest(enum lock_time_kind kind)
{
    bool unlock = kernel_lock_save();
    struct lock_time most = longest[kind];

    kernel_lock_restore(unlock);
    return most;
}

void lock_time_forget(enum lock_time_kind kind)
{
    bool unlock = kernel_lock_save();

    longest[kind] = (struct lock_time){ .ns = 0 };
    kernel_lock_restore(unlock);
}

static void report(const char *what, const struct lock_time *time)
{
    uintptr_t in = 0, out = 0;
    const char *name = ksym_lookup(time->taken_at, &in);
    char taken_at[KSYM_NAME_MAX];

    format_text(taken_at, sizeof(taken_at), "%s", name ? name : "?");
    name = ksym_lookup(time->given_back_at, &out);
    log_printf("kernel lock, longest %s: %llu ns, taken at %s+0x%lx, given back at %s+0x%lx\n",
               what, (unsigned long long)time->ns, taken_at, (unsigned long)in, name ? name : "?",
               (unsigned long)out);
}

void lock_time_report(void)
{
    static const char *const kinds[LOCK_TIME_KINDS] = { "time held", "boot", "suspend", "resume",
                                                        "panic" };
    struct lock_time times[LOCK_TIME_KINDS];
    unsigned int kind;

    for (kind = 0; kind < LOCK_TIME_KINDS; kind++)
        times[kind] = lock_time_longest(kind);
    for (kind = 0; kind < LOCK_TIME_KINDS; kind++)
        if (times[kind].ns)
            report(kinds[kind], &times[kind]);
}
