/*
 * The console page, with a daemon that works properly or writes anything to its
 * indices. Two queues beside the rings hold the bytes that must come out.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <drivers/console_ring.h>
#include "fuzz.h"

#define OUT sizeof(((struct xencons_interface *)NULL)->out)
#define IN  sizeof(((struct xencons_interface *)NULL)->in)

static struct xencons_interface *page;
static uint8_t next_out, taken_out, next_in, taken_in;     /* bytes count up */
static uint32_t out_used, in_used;
static bool out_lies, in_lies;

static void guest_puts(uint32_t length)
{
    struct xencons_interface before = *page;
    char *data = malloc(length + 1);
    uint32_t i;
    int n;

    for (i = 0; i < length; i++)
        data[i] = (char)(next_out + i);
    n = console_ring_put(page, data, length);
    free(data);
    HOLDS(page->out_cons == before.out_cons && page->in_cons == before.in_cons &&
          page->in_prod == before.in_prod && !memcmp(page->in, before.in, IN));
    if (out_lies && before.out_prod - before.out_cons > OUT) {
        HOLDS(n == -EIO && console_ring_room(page) == -EIO);
        HOLDS(!memcmp(page, &before, sizeof(before)));
        return;
    }
    HOLDS(n >= 0 && (uint32_t)n <= length && page->out_prod == before.out_prod + (uint32_t)n);
    if (out_lies)
        return;
    HOLDS((uint32_t)n == (length < OUT - out_used ? length : OUT - out_used));
    out_used += (uint32_t)n;
    next_out = (uint8_t)(next_out + n);
    HOLDS(console_ring_room(page) == (int)(OUT - out_used));
}

static void daemon_takes(uint32_t length)
{
    for (; !out_lies && length && out_used; length--, out_used--)
        HOLDS((uint8_t)page->out[MASK_XENCONS_IDX(page->out_cons++, page->out)] == taken_out++);
}

static void daemon_puts(uint32_t length)
{
    for (; !in_lies && length && in_used < IN; length--, in_used++)
        page->in[MASK_XENCONS_IDX(page->in_prod++, page->in)] = (char)next_in++;
}

static void guest_gets(uint32_t size)
{
    struct xencons_interface before = *page;
    char *data = malloc(size + 1);
    int i, n = console_ring_get(page, data, size);

    HOLDS(page->in_prod == before.in_prod && page->out_cons == before.out_cons &&
          page->out_prod == before.out_prod && !memcmp(page->in, before.in, IN + OUT));
    if (in_lies && before.in_prod - before.in_cons > IN) {
        HOLDS(n == -EIO && page->in_cons == before.in_cons && console_ring_ready(page) == -EIO);
    } else {
        HOLDS(n >= 0 && (uint32_t)n <= size && page->in_cons == before.in_cons + (uint32_t)n);
    }
    if (!in_lies) {
        HOLDS((uint32_t)n == (size < in_used ? size : in_used));
        in_used -= (uint32_t)n;
        for (i = 0; i < n; i++)
            HOLDS((uint8_t)data[i] == taken_in++);
        HOLDS(console_ring_ready(page) == (int)in_used);
    }
    free(data);
}

/* Once the daemon has lied the bytes are unknown: from then on only limits are checked. */
static void step(void)
{
    uint32_t what = fuzz_below(8), much = fuzz_below(3000);

    switch (what) {
    case 0:
    case 1:
        guest_puts(much);
        break;
    case 2:
        guest_gets(much);
        break;
    case 3:
    case 4:
        daemon_takes(much);
        break;
    case 5:
        daemon_puts(much);
        break;
    case 6:
        page->out_cons = fuzz_index(page->out_prod, OUT);
        out_lies = true;
        break;
    case 7:
        page->in_prod = fuzz_index(page->in_cons, IN);
        in_lies = true;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    page = calloc(1, sizeof(*page));
    fuzz_begin(data, size);
    page->out_cons = page->out_prod = fuzz_word();
    page->in_cons = page->in_prod = fuzz_word();
    next_out = taken_out = next_in = taken_in = 0;
    out_used = in_used = 0;
    out_lies = in_lies = false;
    while (fuzz_more())
        step();
    free(page);
    return 0;
}
