/*
 * The console page: bytes that wrap around in both rings, at any value of the indices,
 * and invalid indices of the daemon.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <drivers/console_ring.h>
#include "check.h"

static struct xencons_interface page;
static char data[4096], seen[4096];

static void begin(XENCONS_RING_IDX index)
{
    size_t i;

    for (i = 0; i < sizeof(data); i++)
        data[i] = (char)(i * 7 + 1);
    memset(&page, 0x55, sizeof(page));
    page.in_cons = page.in_prod = page.out_cons = page.out_prod = index;
}

static void output_wraps(void)
{
    size_t done = 0, taken = 0, i;

    begin(0xfffffff0);
    while (taken < sizeof(data)) {
        int n = console_ring_put(&page, data + done, sizeof(data) - done);

        CHECK(n >= 0 && n <= (int)sizeof(page.out));
        done += (size_t)n;
        CHECK(console_ring_room(&page) ==
              (int)(sizeof(page.out) - (page.out_prod - page.out_cons)));
        for (i = 0; i < 300 && page.out_cons != page.out_prod; i++)
            seen[taken++] = page.out[MASK_XENCONS_IDX(page.out_cons++, page.out)];
    }
    CHECK(done == sizeof(data) && !memcmp(data, seen, sizeof(data)));
}

static void input_wraps(void)
{
    size_t done = 0, taken = 0;

    begin(0xfffffe03);
    while (taken < sizeof(data)) {
        int n;

        while (done < sizeof(data) && page.in_prod - page.in_cons < sizeof(page.in))
            page.in[MASK_XENCONS_IDX(page.in_prod++, page.in)] = data[done++];
        CHECK(console_ring_ready(&page) == (int)(page.in_prod - page.in_cons));
        n = console_ring_get(&page, seen + taken, 77);
        CHECK(n > 0 && n <= 77);
        taken += (size_t)n;
    }
    CHECK(taken == sizeof(data) && !memcmp(data, seen, sizeof(data)));
    CHECK(console_ring_get(&page, seen, 1) == 0);
}

/* A peek leaves the bytes in the ring; a get without a buffer drops them. */
static void peek(void)
{
    char byte = '?';

    begin(0xfffffffe);
    CHECK(console_ring_peek(&page, 0, &byte) == 0);
    for (page.in_prod = page.in_cons; page.in_prod - page.in_cons < 5; page.in_prod++)
        page.in[MASK_XENCONS_IDX(page.in_prod, page.in)] = (char)('a' + page.in_prod - page.in_cons);
    CHECK(console_ring_peek(&page, 4, &byte) == 1 && byte == 'e');
    CHECK(console_ring_peek(&page, 5, &byte) == 0 && byte == 'e');
    CHECK(console_ring_get(&page, NULL, 2) == 2);
    CHECK(console_ring_peek(&page, 0, &byte) == 1 && byte == 'c' && console_ring_ready(&page) == 3);
    page.in_prod = page.in_cons - 1;
    CHECK(console_ring_peek(&page, 0, &byte) == -EIO);
}

static void bad_indices(void)
{
    struct xencons_interface before;

    begin(5);
    page.out_cons = page.out_prod + 1;
    page.in_prod = page.in_cons - 1;
    before = page;
    CHECK(console_ring_put(&page, "x", 1) == -EIO && console_ring_room(&page) == -EIO);
    CHECK(console_ring_get(&page, seen, 1) == -EIO && console_ring_ready(&page) == -EIO);
    CHECK(!memcmp(&before, &page, sizeof(page)));
    page.out_cons = page.out_prod - sizeof(page.out) - 1;
    page.in_prod = page.in_cons + sizeof(page.in) + 1;
    CHECK(console_ring_put(&page, "x", 1) == -EIO);
    CHECK(console_ring_get(&page, seen, 1) == -EIO);
    page.out_cons++;
    page.in_prod--;
    CHECK(console_ring_put(&page, "x", 1) == 0 && console_ring_room(&page) == 0);
    CHECK(console_ring_get(&page, seen, sizeof(seen)) == (int)sizeof(page.in));
}

static const struct check_test tests[] = {
    { "console output wraps", output_wraps }, { "console input wraps", input_wraps },
    { "console peek", peek }, { "console bad indices", bad_indices },
};
CHECK_MAIN(tests)
