/*
 * The longest time that the kernel lock is held, Xen's work included, while all
 * is done that takes long: memory of any size comes and goes, threads with large
 * stacks, the console is flooded, grants, files, timers. An image with LOCK_TIME=1.
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <diag/ksyms.h>
#include <diag/log.h>
#include <drivers/xenstore.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/timer.h>
#include <mm/grant.h>
#include <mm/map.h>

#define NS_PER_INSTRUCTION 2
#define MIB (1 << 20)

static void report(const char *what, enum lock_time_kind kind)
{
    struct lock_time longest = lock_time_longest(kind);
    uintptr_t offset;
    const char *name = ksym_lookup(longest.taken_at, &offset);

    printf("BENCH kernel lock, longest: %s: %u instructions, 0 traps\n", what,
           (unsigned int)(longest.ns / NS_PER_INSTRUCTION));
    printf("      taken at %s", name ? name : "?");
    name = ksym_lookup(longest.given_back_at, &offset);
    printf(", given back at %s\n", name ? name : "?");
}

/* What came before, the last report's printing among it, is not of this part. */
static void measure(const char *what, void (*part)(void))
{
    lock_time_forget(LOCK_TIME_ORDINARY);
    part();
    report(what, LOCK_TIME_ORDINARY);
}

static void heap(void)
{
    void *all = malloc(16 * MIB);

    free(all);
    if (sbrk(16 * MIB) != (void *)-1)
        sbrk(-16 * MIB);
}

static void map(void)
{
    void *at = map_alloc(16 * MIB / PAGE_SIZE, PTE_READ_WRITE);

    if (at)
        map_protect((uintptr_t)at, 16 * MIB / PAGE_SIZE, PTE_READ_ONLY);
    if (at)
        map_free(at, 16 * MIB / PAGE_SIZE);
}

static void *nothing(void *argument)
{
    return argument;
}

static void threads(void)
{
    struct thread *all[32];
    unsigned int i;

    for (i = 0; i < 32; i++)
        all[i] = thread_create("many", nothing, NULL, 65536, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 32; i++)
        thread_join(all[i], NULL);
    for (i = 0; i < 8; i++)
        thread_detach(thread_create("gone", nothing, NULL, 65536, THREAD_PRIORITY_DEFAULT + 1));
}

static void console(void)
{
    unsigned int i;

    for (i = 0; i < 40; i++)
        log_printf("%0100u\n", i);
}

static void store(void)
{
    char value[1000];
    unsigned int i;

    memset(value, 'x', sizeof(value));
    for (i = 0; i < 8; i++)
        xenstore_write(NULL, "data/long", value, sizeof(value));
    xenstore_rm(NULL, "data/long");
}

static void grants(void)
{
    static grant_ref_t refs[64];
    char *pages = map_alloc(64, PTE_READ_WRITE);
    unsigned int i;

    for (i = 0; i < 64; i++)
        grant_give(0, pages + i * PAGE_SIZE, GRANT_READ, &refs[i]);
    for (i = 0; i < 64; i++)
        grant_end(refs[i]);
    map_free(pages, 64);
}

static void files(void)
{
    static char block[65536];
    int fd = open("/tmp/large", O_CREAT | O_RDWR, 0600);
    unsigned int i;

    for (i = 0; i < 64; i++)
        if (write(fd, block, sizeof(block)) < 0)
            break;
    lseek(fd, 0, SEEK_SET);
    while (read(fd, block, sizeof(block)) > 0)
        ;
    ftruncate(fd, 0);
    close(fd);
    unlink("/tmp/large");
}

static void due(struct timer *timer)
{
    (void)timer;
}

static void timers(void)
{
    static struct timer all[64];
    unsigned int i;

    for (i = 0; i < 64; i++) {
        all[i].fn = due;
        timer_set(&all[i], time_monotonic() + NS_PER_SECOND / 50);
    }
    thread_sleep(NS_PER_SECOND / 20);
}

int main(void)
{
    report("boot", LOCK_TIME_BOOT);
    measure("a heap of 16 MiB", heap);
    measure("16 MiB mapped", map);
    measure("threads of 64 KiB", threads);
    measure("4 KiB of log lines", console);
    measure("xenstore", store);
    measure("64 grants", grants);
    measure("a file of 4 MiB", files);
    measure("64 timers at once", timers);
    return 0;
}
