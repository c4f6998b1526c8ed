/*
 * The clock: Xen's time record and the time stamp counter.
 *
 * Xen demands: the record in vcpu_info, {tsc_timestamp, system_time, scale}, is
 * read under its version: odd while Xen writes it, changed if it was written in
 * between. The wall clock in shared_info has a version of the same kind.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/setup.h>
#include <kernel/clock_reads.h>
#include <kernel/lock.h>
#include <kernel/time.h>

/* 64 x 32 bits, shifted right by 32: two products of 32 x 32. */
static uint64_t scale(uint64_t value, uint32_t multiplier)
{
    return (value >> 32) * multiplier + ((value & 0xffffffff) * multiplier >> 32);
}

/*
 * Where Xen emulates the time stamp counter (the PV shim does), a read can lie slightly
 * behind the record's stamp: then no time has passed, rather than 2^63 ticks.
 */
static uint64_t ticks_since(uint64_t stamp)
{
    int64_t ticks = cpu_timestamp() - stamp;

    return ticks > 0 ? ticks : 0;
}

static inline uint64_t ticks_to_ns(const volatile struct vcpu_time_info *time, uint64_t ticks)
{
    int shift = time->tsc_shift;

    ticks = shift < 0 ? ticks >> -shift : ticks << shift;
    return scale(ticks, time->tsc_to_system_mul);
}

static uint64_t extrapolate(const volatile struct vcpu_time_info *time)
{
    uint64_t ticks = ticks_since(time->tsc_timestamp);

    return time->system_time + ticks_to_ns(time, ticks);
}

/* The rate does not change while a vCPU stays on a host. */
uint64_t time_of_ticks(uint64_t ticks)
{
    return ticks_to_ns(&this_cpu_ptr(vcpu_info)->time, ticks);
}

static uint32_t reads;

uint32_t time_reads(void)
{
    return reads;
}

static uint64_t system_time(void)
{
    const volatile struct vcpu_time_info *time = &this_cpu_ptr(vcpu_info)->time;
    uint32_t version;
    uint64_t now;

    do {
        version = time->version;
        read_barrier();
        now = extrapolate(time);
        read_barrier();
    } while ((version & 1) || version != time->version);
    reads = (reads << 7 | reads >> 25) ^ (uint32_t)now;
    return now;
}

/* Half of what Xen's set_timer_op still takes for meant. */
#define XEN_FARTHEST_NS (1ULL << 49)

/* How far Xen's clock is ahead; another host's may be behind. */
static int64_t ahead;
static uint64_t suspended_at;

/* The domain's latest: Xen's own may fall behind it. Protected by the kernel lock. */
static uint64_t last_reported;

uint64_t time_monotonic(void)
{
    bool unlock = kernel_lock_save();
    uint64_t now = system_time() - ahead;

    if (now < last_reported)
        now = last_reported;
    last_reported = now;
    kernel_lock_restore(unlock);
    return now;
}

uint64_t time_to_xen(uint64_t monotonic)
{
    uint64_t latest = last_reported + XEN_FARTHEST_NS;
    int64_t at = (int64_t)((monotonic < latest ? monotonic : latest) + ahead);

    return at > 0 ? (uint64_t)at : 1;
}

void time_suspend(void)
{
    suspended_at = time_monotonic();
}

void time_resume(void)
{
    ahead = system_time() - suspended_at;
}

/* When Xen's system time was 0, in ns since 1970. */
static uint64_t wall_base(void)
{
    const volatile struct shared_info *shared = arch_shared_info();
    uint32_t version, ns;
    uint64_t seconds;

    do {
        version = shared->wc_version;
        read_barrier();
        seconds = (uint64_t)shared->arch.wc_sec_hi << 32 | shared->wc_sec;
        ns = shared->wc_nsec;
        read_barrier();
    } while ((version & 1) || version != shared->wc_version);
    return seconds * NS_PER_SECOND + ns;
}

uint64_t time_wall(void)
{
    return wall_base() + system_time();
}
