/*
 * The clocks are Xen's record and the time stamp counter, scaled. A kernel that
 * scales wrongly runs fast or slow; one that reads the record while Xen writes
 * it jumps; one that forgets a restore goes backwards.
 *
 * Every half second a line "pair EPOCH N TSC MONOTONIC WALL" gives one moment on
 * the counter, which is the machine's here, and on both clocks. An epoch ends
 * with a restore, or when the wall clock is set. dom0 takes stamps meanwhile, and
 * check-console compares them with the pairs.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/setup.h>
#include <events/suspend_hook.h>
#include <drivers/xenstore.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <verdict.h>

#define MS 1000000ULL

static uint64_t last;         /* what was read before */

/* The clock never goes backwards, whatever happens between two readings. */
static uint64_t look(void)
{
    uint64_t now = time_monotonic();

    if (now < last || now - last > 100 * NS_PER_SECOND)
        CHECK_EQUAL(now, last);
    return last = now;
}

/* --- a record that is being written ------------------------------------------------ */

static volatile struct shared_info *shared;
static uint32_t right_seconds;

static void *finish_writing(void *unused)
{
    shared->wc_sec = right_seconds;
    shared->wc_version++;
    return unused;
}

/* The reader spins while the record is half written: until it is preempted and the writer finishes. */
static void check_half_written_wall(void)
{
    uint64_t before = time_wall();
    struct thread *thread;

    shared = arch_shared_info();
    right_seconds = shared->wc_sec;
    kernel_lock();
    thread = thread_create("writer", finish_writing, NULL, 4096, THREAD_PRIORITY_DEFAULT);
    shared->wc_version++;
    shared->wc_sec = right_seconds + 5000;
    kernel_unlock();
    CHECK(time_wall() - before < 100 * NS_PER_SECOND);
    thread_join(thread, NULL);
}

/* Xen itself rewrites this record within a second. */
static void check_half_written_record(void)
{
    volatile struct vcpu_time_info *time = &this_cpu_ptr(vcpu_info)->time;
    uint64_t before = look();

    events_mask();
    time->version |= 1;
    time->system_time += 5000 * NS_PER_SECOND;
    CHECK(time_monotonic() - before < 100 * NS_PER_SECOND);
    events_unmask();
}

/* --- pairs --------------------------------------------------------------------------- */

static unsigned int restores;       /* protected by the kernel lock */

static int leave(void)
{
    look();
    return 0;
}

/*
 * A listener would be too late: threads run before listeners are called, while
 * xenstore reconnects, and would take pairs of the new epoch for the old one.
 */
static void come_back(bool cancelled)
{
    look();
    restores += !cancelled;
}

struct pair {
    uint64_t tsc, monotonic, wall;
    unsigned int restores;          /* up to this moment */
};

/* Takes the most exact of several pairs, as dom0 does. */
static struct pair take_pair(void)
{
    struct pair pair = { 0 };
    uint64_t best = UINT64_MAX;
    int i;

    kernel_lock();
    for (i = 0; i < 20; i++) {
        uint64_t before = cpu_timestamp(), monotonic = look(), wall = time_wall();
        uint64_t width = cpu_timestamp() - before;

        if (width < best)
            pair = (struct pair){ before + width / 2, monotonic, wall, restores };
        if (width < best)
            best = width;
    }
    kernel_unlock();
    return pair;
}

static bool was_set(const struct pair *before, const struct pair *now)
{
    return before->tsc && now->wall - before->wall > now->monotonic - before->monotonic +
                                                     500 * NS_PER_SECOND;
}

static bool is_to_end(void)
{
    char word[8];

    return xenstore_read(NULL, "data/end", word, sizeof(word)) > 0;
}

/* In the first half minute it reads the clock all the time, while Xen rewrites the record. */
static void pass_time(bool busy)
{
    uint64_t end = look() + 500 * MS;

    if (!busy)
        thread_sleep(500 * MS);
    while (look() < end)
        ;
}

void test(void)
{
    static const struct suspend_hook hook SUSPEND_HOOK(kernel, 10) = { leave, come_back };
    struct pair pair = { 0 }, before;
    unsigned int epoch = 0, n = 0;

    last = time_monotonic();
    check_half_written_wall();
    check_half_written_record();
    if (failures)
        return;
    while (!is_to_end()) {
        before = pair;
        pair = take_pair();
        if (pair.restores != before.restores || was_set(&before, &pair)) {
            epoch++;
            n = 0;
        }
        printf("pair %u %u %llu %llu %llu\n", epoch, n++, pair.tsc, pair.monotonic, pair.wall);
        pass_time(!epoch && n < 60);
    }
}
