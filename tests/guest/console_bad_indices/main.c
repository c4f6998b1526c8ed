/*
 * The daemon's indices of the console ring make no sense: this guest writes them
 * itself. A kernel that trusts them overwrites bytes that the daemon has not taken,
 * or reads bytes that are not there, or beyond the ring. Here such a ring counts as
 * full for output and empty for input, and is reported once, on Xen's own console.
 * When the indices are valid again all goes on, and nothing was lost.
 */
/* SPDX-License-Identifier: MIT */
/* The threads' page tables. */
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <string.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <drivers/console.h>
#include <kernel/thread.h>
#include <mm/p2m.h>
#include <xen/io/console.h>
#include <verdict.h>

#define WRITES 3

static volatile struct xencons_interface *ring;
static volatile unsigned int written;
static volatile char got;

static void *write_lines(void *unused)
{
    (void)unused;
    for (written = 0; written < WRITES; written++)
        console_write_text("held back\n", 10);
    return NULL;
}

static void *read_byte(void *unused)
{
    char byte;

    (void)unused;
    if (console_read(&byte, 1) == 1)
        got = byte;
    return NULL;
}

/* How far the daemon's index is ahead of ours or behind it. */
static const uint32_t out_lies[] = { 1, 2049, -1u - 2048, 0x80000000 };
static const uint32_t in_lies[] = { -1u, 1025, 0x7fffffff, 0x80000000 };

/* No byte moves while the index is wrong; all of them move once it is right again. */
static void lie_about_output(uint32_t lie)
{
    struct thread *writer;
    uint32_t prod, cons;

    console_drain();
    prod = ring->out_prod;
    cons = ring->out_cons;
    ring->out_cons = prod + lie;
    writer = thread_create("writer", write_lines, NULL, 8192, THREAD_PRIORITY_DEFAULT + 1);
    thread_sleep(20000000);
    CHECK_EQUAL(written, 0);
    CHECK_EQUAL(ring->out_prod, prod);
    CHECK_EQUAL(ring->out_cons, prod + lie);
    ring->out_cons = cons;
    printf("sane\n");               /* the daemon takes it, and its event wakes the writer */
    CHECK_EQUAL(thread_join(writer, NULL), 0);
    CHECK_EQUAL(written, WRITES);
}

static void lie_about_input(uint32_t lie)
{
    uint32_t cons = ring->in_cons;
    struct thread *reader;

    got = 0;
    reader = thread_create("reader", read_byte, NULL, 8192, THREAD_PRIORITY_DEFAULT + 1);
    ring->in_prod = cons + lie;
    printf("wakes\n");              /* its event wakes the reader */
    console_drain();
    thread_sleep(20000000);
    CHECK_EQUAL(got, 0);
    CHECK_EQUAL(ring->in_cons, cons);
    ring->in[MASK_XENCONS_IDX(cons, ring->in)] = 'k';
    ring->in_prod = cons + 1;
    printf("sane\n");
    CHECK_EQUAL(thread_join(reader, NULL), 0);
    CHECK_EQUAL(got, 'k');
    CHECK_EQUAL(ring->in_cons, cons + 1);
}

void test(void)
{
    unsigned int i;

    ring = (volatile struct xencons_interface *)
        builder_va(mfn_to_pfn(arch_start_info()->console.domU.mfn));
    for (i = 0; i < sizeof(out_lies) / sizeof(out_lies[0]); i++)
        lie_about_output(out_lies[i]);
    for (i = 0; i < sizeof(in_lies) / sizeof(in_lies[0]); i++)
        lie_about_input(in_lies[i]);
    printf("%u lines\n", i * WRITES);
}
