/*
 * The core's costs, in instructions, Xen's included. Runs under QEMU's
 * -icount shift=1: the time stamp counts nanoseconds, two for each instruction.
 * Each figure is the least of several rounds, less the cost of measuring.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/traps.h>
#include <events/ports.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <hypercall/version.h>
#include <kernel/thread.h>
#include <kernel/usermode.h>
#include <mm/frames.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>

#define ROUNDS          8
#define TICKS_PER_INSTRUCTION 2
#define PAGES_MAX       1024

static uint64_t looking;

static void report(const char *name, uint64_t ticks, unsigned int times, uint32_t traps)
{
    ticks = ticks > looking ? ticks - looking : 0;
    printf("BENCH %s: %llu instructions, %u traps\n", name,
           (unsigned long long)(ticks / TICKS_PER_INSTRUCTION / times), (unsigned int)traps);
}

/* Runs the statement ROUNDS times and reports the least. */
#define MEASURE(name, times, statement)                                         \
    do {                                                                        \
        uint64_t least = UINT64_MAX;                                            \
        uint32_t traps = 0;                                                     \
        for (unsigned int round = 0; round < ROUNDS; round++) {                 \
            uint32_t calls = hypercall_count_all();                             \
            uint64_t start = cpu_timestamp(), ticks;                            \
            statement;                                                          \
            ticks = cpu_timestamp() - start;                                    \
            if (ticks < least) {                                                \
                least = ticks;                                                  \
                traps = hypercall_count_all() - calls;                          \
            }                                                                   \
        }                                                                       \
        report(name, least, times, traps);                                      \
    } while (0)

static void measure_looking(void)
{
    unsigned int round;

    looking = UINT64_MAX;
    for (round = 0; round < ROUNDS; round++) {
        uint64_t start = cpu_timestamp(), ticks = cpu_timestamp() - start;

        looking = ticks < looking ? ticks : looking;
    }
}

static void bench_grant(void)
{
    void *page = map_alloc(1, PTE_READ_WRITE);
    grant_ref_t ref;

    if (!page || grant_give(0, page, GRANT_READ, &ref))
        return;
    grant_end(ref);
    MEASURE("grant and end access", 1, grant_give(0, page, GRANT_READ, &ref); grant_end(ref));
    map_free(page, 1);
}

static volatile uint64_t handled_at;

static void handle(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    handled_at = cpu_timestamp();
}

static void bench_event(void)
{
    evtchn_port_t port;
    uint64_t least = UINT64_MAX;
    unsigned int round;

    if (port_bind_ipi(handle, NULL, &port))
        return;
    for (round = 0; round < ROUNDS; round++) {
        uint64_t start = cpu_timestamp();

        port_send(port);
        if (handled_at - start < least)
            least = handled_at - start;
    }
    report("event to own port, send to handler", least, 1, 1);
    MEASURE("event to own port, send to return", 1, port_send(port));
    port_close(port);
}

static bool skip_ud2(struct trap_frame *frame)
{
    frame->eip += 2;
    return true;
}

static void bench_exception(void)
{
    trap_handler old = trap_set_handler(TRAP_INVALID_OPCODE, skip_ud2);

    MEASURE("exception to handler and back", 1, __asm__ volatile("ud2"));
    trap_set_handler(TRAP_INVALID_OPCODE, old);
}

#define YIELDS 100

static void *yield_often(void *unused)
{
    unsigned int i;

    (void)unused;
    for (i = 0; i < (ROUNDS + 2) * YIELDS; i++)
        thread_yield();
    return NULL;
}

/* Two threads only yield: each yield is a switch there and one back. */
static void bench_switch(void)
{
    struct thread *other = thread_create("other", yield_often, NULL, 8192,
                                         THREAD_PRIORITY_DEFAULT);

    thread_yield();
    MEASURE("kernel thread switch", 2 * YIELDS,
            for (unsigned int i = 0; i < YIELDS; i++) thread_yield());
    thread_join(other, NULL);
}

/* Ring 3 makes system calls in a loop: between two of them lie a round trip and two instructions. */
extern const char call_often[], call_often_end[];
__asm__(".pushsection .rodata\n"
        "call_often: movl $50, %ecx\n 1: movl $1, %eax\n int $0x80\n decl %ecx\n jnz 1b\n"
        "movl $0, %eax\n int $0x80\n call_often_end:\n.popsection");

static uint64_t last_call, least_call = UINT64_MAX;

static uint32_t note_call(struct usermode *user, const struct usermode_call *call)
{
    uint64_t now = cpu_timestamp();

    (void)user;
    (void)call;
    if (last_call && now - last_call < least_call)
        least_call = now - last_call;
    last_call = cpu_timestamp();
    return 0;
}

static void bench_system_call(void)
{
    char *code = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)code, .call = note_call,
                             .stack_top = (uintptr_t)stack + PAGE_SIZE };

    memcpy(code, call_often, call_often_end - call_often);
    usermode_protect(code, 1, false, true);
    if (usermode_run(&user) == 0)
        report("int 0x80 round trip from ring 3", least_call, 1, 1);
}

static mfn_t mfns[PAGES_MAX];

static void bench_map(size_t pages)
{
    uintptr_t va = pagetable_map_end() - (16 << 20);
    uint64_t map = UINT64_MAX, unmap = UINT64_MAX;
    uint32_t map_traps = 0, unmap_traps = 0;
    unsigned int round;
    char name[40];

    for (round = 0; round < ROUNDS; round++) {
        uint32_t calls = hypercall_count_all();
        uint64_t start = cpu_timestamp(), middle, end;

        pagetable_insert(va, mfns, pages, PTE_READ_WRITE);
        middle = cpu_timestamp();
        map_traps = hypercall_count_all() - calls;
        pagetable_remove(va, pages);
        end = cpu_timestamp();
        unmap_traps = hypercall_count_all() - calls - map_traps;
        map = middle - start < map ? middle - start : map;
        unmap = end - middle < unmap ? end - middle : unmap;
    }
    snprintf(name, sizeof(name), "map %zu pages", pages);
    report(name, map, 1, map_traps);
    snprintf(name, sizeof(name), "unmap %zu pages", pages);
    report(name, unmap, 1, unmap_traps);
}

/*
 * Maps 1024 pages where nothing was mapped, by pagetable_insert() and by single
 * updates. The first mapping of a frame costs Xen more, as it gives the frame its
 * type: so each way is measured with new frames and with frames that were mapped
 * before. Each round has 4 MiB of its own: pagetable_insert() finds no tables there
 * and makes full ones; for single updates the tables must exist.
 */
#define FRESH_ROUNDS 4

static mfn_t fresh[2][FRESH_ROUNDS][PAGES_MAX];

static void map_whole(uintptr_t va, const mfn_t *frames)
{
    pagetable_insert(va, frames, PAGES_MAX, PTE_READ_WRITE);
}

static void map_singly(uintptr_t va, const mfn_t *frames)
{
    size_t i;

    for (i = 0; i < PAGES_MAX; i++)
        mmu_try_set_va(va + i * PAGE_SIZE, pte_make(frames[i], PTE_READ_WRITE), VA_FLUSH_NONE);
}

static void measure_map(const char *name, void (*map)(uintptr_t, const mfn_t *), uintptr_t va,
                        mfn_t (*frames)[PAGES_MAX])
{
    uint64_t least = UINT64_MAX;
    uint32_t traps = 0;
    unsigned int round;

    for (round = 0; round < FRESH_ROUNDS; round++, va += PAGES_MAX * PAGE_SIZE) {
        uint32_t calls = hypercall_count_all();
        uint64_t start = cpu_timestamp();

        map(va, frames[round]);
        start = cpu_timestamp() - start;
        traps = hypercall_count_all() - calls;
        least = start < least ? start : least;
        pagetable_remove(va, PAGES_MAX);
    }
    report(name, least, 1, traps);
}

static void bench_map_fresh(void)
{
    uintptr_t va = pagetable_map_end() - (64 << 20);
    const uintptr_t step = FRESH_ROUNDS * PAGES_MAX * PAGE_SIZE;
    unsigned int way, round;

    for (way = 0; way < 2; way++)
        for (round = 0; round < FRESH_ROUNDS; round++)
            if (frame_alloc_many(fresh[way][round], PAGES_MAX))
                return;
    measure_map("map 1024 fresh pages, frames never mapped before", map_whole, va, fresh[0]);
    measure_map("map 1024 fresh pages", map_whole, va + step, fresh[0]);
    measure_map("1024 single update_va_mapping, frames never mapped before", map_singly, va,
                fresh[1]);
    measure_map("1024 single update_va_mapping", map_singly, va + step, fresh[1]);
}

static void thirty_two(bool batched)
{
    uintptr_t va = pagetable_map_end() - (16 << 20);
    unsigned int i;

    if (batched)
        lazy_begin(LAZY_MMU);
    for (i = 0; i < 32; i++)
        mmu_set_va(va + i * PAGE_SIZE, 0, VA_FLUSH_NONE);
    if (batched)
        lazy_end(LAZY_MMU);
}

int main(void)
{
    measure_looking();
    if (frame_alloc_many(mfns, PAGES_MAX))
        return 1;
    MEASURE("null hypercall", 1, version_number());
    MEASURE("mask and unmask, nothing pending", 1, events_mask(); events_unmask());
    bench_event();
    bench_exception();
    bench_switch();
    bench_system_call();
    bench_map_fresh();
    bench_map(1);
    bench_map(32);
    bench_map(PAGES_MAX);
    MEASURE("32 calls in a batch", 1, thirty_two(true));
    MEASURE("32 single calls", 1, thirty_two(false));
    bench_grant();
    return 0;
}
