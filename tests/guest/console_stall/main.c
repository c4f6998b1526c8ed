/*
 * dom0's console daemon stalls while a thread writes 100 KiB; later it is killed
 * during such a write, and another is started. A kernel that waits with events
 * masked stops as a whole; one that gives up (as code that cannot sleep must), or
 * starts anew, loses output. Here the writer sleeps, other threads go on, and
 * check-console finds every byte. A daemon that has been notified and has not taken
 * the bytes yet is not notified again.
 */
/* SPDX-License-Identifier: MIT */
/* The threads' page tables. */
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <string.h>
#include <drivers/console.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>
#include <kernel/thread.h>
#include <verdict.h>
#include "../stage.h"

#define LINES   1600
#define LINE    64
#define PIECE   25              /* lines per write */
#define SHORT_LINES 20

static volatile int written;

static void *write_lines(void *letter)
{
    static char piece[PIECE * LINE + 1];
    unsigned int i, at = 0;

    for (i = 0; i < LINES; i++) {
        at += (unsigned int)sprintf(piece + at, "%s%05u ", (const char *)letter, i);
        memset(piece + at, 'a' + i % 26, LINE - 8);
        at += LINE - 8;
        piece[at++] = '\n';
        if (i % PIECE == PIECE - 1) {
            console_write_text(piece, at);
            at = 0;
        }
    }
    written = true;
    return NULL;
}

static uint32_t notes(void)
{
    return hypercall_count(__HYPERVISOR_event_channel_op);
}

/* The daemon is stopped: only the first of these writes notifies it. */
static void check_told_once(void)
{
    uint32_t before = notes();
    unsigned int i;

    for (i = 0; i < SHORT_LINES; i++)
        printf("short %u\n", i);
    CHECK_EQUAL(notes() - before, 1);
}

/* Threads, timers and xenstore go on while the writer sleeps. */
static void others_go_on(void)
{
    char value[16];
    unsigned int i;

    for (i = 0; i < 50; i++) {
        thread_sleep(10 * 1000000);
        CHECK_EQUAL(xenstore_write_number(NULL, "data/count", i), 0);
    }
    CHECK(xenstore_read(NULL, "data/count", value, sizeof(value)) == 2 && !strcmp(value, "49"));
    CHECK(!written);
}

static void stall(const char *letter, unsigned int stage)
{
    struct thread *writer;

    stage_wait(stage);
    check_told_once();
    written = false;
    writer = thread_create("writer", write_lines, (void *)letter, 8192, THREAD_PRIORITY_DEFAULT + 1);
    others_go_on();
    CHECK_EQUAL(stage_reach(stage + 1), 0);
    CHECK_EQUAL(thread_join(writer, NULL), 0);
    CHECK(written);
}

void test(void)
{
    console_set_patience(100 * 1000000);
    CHECK_EQUAL(stage_begin(), 0);
    printf("ready\n");
    stall("A", 1);
    printf("the daemon is back\n");
    stall("B", 3);
    CHECK_EQUAL(stage_end(), 0);
}
