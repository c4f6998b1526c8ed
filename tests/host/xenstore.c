/*
 * Input from the xenstore ring: in pieces of any size, at any place of the ring, and
 * malformed in every way. The test plays the daemon at the ring's other end.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <drivers/xenstore/message.h>
#include <drivers/xenstore/pending.h>
#include "check.h"

static struct xenstore_domain_interface page;
static struct xenstore_receiver in;
static bool was_full;

static void begin(XENSTORE_RING_IDX index)
{
    memset(&page, 0x55, sizeof(page));
    memset(&in, 0, sizeof(in));
    page.req_prod = page.req_cons = page.rsp_prod = page.rsp_cons = index;
    was_full = false;
}

/* The daemon's end: puts as many bytes as fit. */
static size_t daemon_put(const void *data, size_t length)
{
    size_t i, space = XENSTORE_RING_SIZE - (page.rsp_prod - page.rsp_cons);

    for (i = 0; i < length && i < space; i++)
        page.rsp[MASK_XENSTORE_IDX(page.rsp_prod + i)] = ((const char *)data)[i];
    page.rsp_prod += i;
    return i;
}

/* Sends a message piece by piece and receives it. Returns the last result. */
static int pass(uint32_t type, const char *payload, uint32_t length, size_t piece)
{
    static char bytes[sizeof(struct xsd_sockmsg) + XENSTORE_PAYLOAD_MAX];
    struct xsd_sockmsg header = { .type = type, .req_id = 5, .len = length };
    size_t sent = 0, all = sizeof(header) + length;
    int result;

    memcpy(bytes, &header, sizeof(header));
    memcpy(bytes + sizeof(header), payload, length);
    for (;;) {
        sent += daemon_put(bytes + sent, all - sent < piece ? all - sent : piece);
        result = xenstore_receive(&in, &page, &was_full);
        if (result || sent == all)
            return result;
    }
}

static void requests_wrap(void)
{
    char data[1500], seen[1500];
    size_t i, done = 0, taken = 0;

    for (i = 0; i < sizeof(data); i++)
        data[i] = (char)(i * 7);
    begin(0xfffffe00);
    while (taken < sizeof(data)) {
        int n = xenstore_ring_put(&page, data + done, sizeof(data) - done);

        CHECK(n >= 0 && n <= XENSTORE_RING_SIZE);
        done += n;
        for (i = 0; i < 300 && page.req_cons != page.req_prod; i++)
            seen[taken++] = page.req[MASK_XENSTORE_IDX(page.req_cons++)];
    }
    CHECK(done == sizeof(data) && !memcmp(data, seen, sizeof(data)));
}

static void bad_indices(void)
{
    char byte = 0;

    begin(0);
    page.req_cons = 1;
    CHECK(xenstore_ring_put(&page, "x", 1) == -EIO);
    page.req_cons = 0u - XENSTORE_RING_SIZE - 1;
    CHECK(xenstore_ring_put(&page, "x", 1) == -EIO);
    page.req_cons = 0u - XENSTORE_RING_SIZE;
    CHECK(xenstore_ring_put(&page, "x", 1) == 0);
    page.rsp_prod = XENSTORE_RING_SIZE + 1;
    CHECK(xenstore_ring_get(&page, &byte, 1, &was_full) == -EIO);
    CHECK(xenstore_receive(&in, &page, &was_full) == -EIO);
    page.rsp_prod = 0x80000000;
    CHECK(xenstore_receive(&in, &page, &was_full) == -EIO);
    CHECK(page.rsp_cons == 0 && page.req_prod == 0);
}

/* The daemon is notified of room only if it found none. */
static void tells_of_room(void)
{
    char bytes[XENSTORE_RING_SIZE] = "";

    begin(77);
    daemon_put(bytes, XENSTORE_RING_SIZE - 1);
    CHECK(xenstore_ring_get(&page, bytes, sizeof(bytes), &was_full) == XENSTORE_RING_SIZE - 1);
    CHECK(!was_full);
    daemon_put(bytes, XENSTORE_RING_SIZE);
    CHECK(xenstore_ring_get(&page, bytes, 1, &was_full) == 1);
    CHECK(was_full);
}

static void pieces(void)
{
    static char payload[XENSTORE_PAYLOAD_MAX];
    static const uint32_t lengths[] = { 0, 1, 15, 16, 17, 1007, 1008, 1009, 4095, 4096 };
    size_t i, piece;

    for (i = 0; i < sizeof(payload); i++)
        payload[i] = (char)(1 + i % 250);
    for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
        for (piece = 1; piece < 1100; piece = piece * 3 / 2 + 1) {
            begin((XENSTORE_RING_IDX)(piece * 1000003));
            CHECK(pass(XS_READ, payload, lengths[i], piece) == 1);
            CHECK(xenstore_check_answer(&in, XS_READ) == (int)lengths[i]);
            CHECK(!memcmp(in.payload, payload, lengths[i]) && !in.payload[lengths[i]]);
            CHECK(pass(XS_READ, "next", 4, piece) == 1 && !strcmp(in.payload, "next"));
        }
}

static void too_long(void)
{
    static char payload[XENSTORE_PAYLOAD_MAX];
    struct xsd_sockmsg header = { .type = XS_READ };
    static const uint32_t lengths[] = { 4097, 0x10000, 0x7fffffff, 0xffffffff, 0xfffffff0 };
    size_t i;

    for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        begin(0);
        header.len = lengths[i];
        daemon_put(&header, sizeof(header));
        daemon_put(payload, 1000);
        CHECK(xenstore_receive(&in, &page, &was_full) == -EPROTO);
    }
}

static int answer(uint32_t type, const char *payload, uint32_t length, uint32_t asked)
{
    begin(3);
    CHECK(pass(type, payload, length, 4096) == 1);
    return xenstore_check_answer(&in, asked);
}

static void answers(void)
{
    CHECK(answer(XS_WRITE, "OK", 3, XS_WRITE) == 3);
    CHECK(answer(XS_WRITE, "OK", 2, XS_WRITE) == -EPROTO);
    CHECK(answer(XS_WRITE, "", 0, XS_WRITE) == -EPROTO);
    CHECK(answer(XS_WRITE, "NO", 3, XS_WRITE) == -EPROTO);
    CHECK(answer(XS_WRITE, "OK\0", 4, XS_WRITE) == -EPROTO);
    CHECK(answer(XS_READ, "", 0, XS_READ) == 0);
    CHECK(answer(XS_READ, "OK", 3, XS_WRITE) == -EPROTO);
    CHECK(answer(XS_INVALID, "x", 1, XS_READ) == -EPROTO);
    CHECK(answer(0xffffffff, "x", 1, XS_READ) == -EPROTO);
    CHECK(answer(XS_ERROR, "ENOENT", 7, XS_READ) == -ENOENT);
    CHECK(answer(XS_ERROR, "EAGAIN", 7, XS_TRANSACTION_END) == -EAGAIN);
    CHECK(answer(XS_ERROR, "ENOENT", 6, XS_READ) == -EPROTO);
    CHECK(answer(XS_ERROR, "ENOENT\0x", 9, XS_READ) == -EPROTO);
    CHECK(answer(XS_ERROR, "", 0, XS_READ) == -EPROTO);
    CHECK(answer(XS_ERROR, "", 1, XS_READ) == -EIO);
    CHECK(answer(XS_ERROR, "EWHATEVER", 10, XS_READ) == -EIO);
}

static int event(const char *payload, uint32_t length)
{
    const char *path;
    uint32_t token;

    begin(9);
    CHECK(pass(XS_WATCH_EVENT, payload, length, 4096) == 1);
    if (xenstore_parse_event(&in, &path, &token))
        return -1;
    CHECK(strlen(path) < length);
    return (int)token;
}

static void events(void)
{
    CHECK(event("a/path\0" "17", 10) == 17);
    CHECK(event("\0" "0", 3) == 0);
    CHECK(event("a/path\0" "17", 9) == -1);
    CHECK(event("a/path", 7) == -1);
    CHECK(event("a/path", 6) == -1);
    CHECK(event("", 0) == -1);
    CHECK(event("a\0\0", 3) == -1);
    CHECK(event("a\0" "1\0" "2", 6) == -1);
    CHECK(event("a\0" "x1", 5) == -1);
    CHECK(event("a\0" "4294967296", 13) == -1);
}

static void numbers(void)
{
    uint64_t number = 1;

    CHECK(!xenstore_parse_number("0", 1, 0, &number) && number == 0);
    CHECK(!xenstore_parse_number("000123x", 6, 123, &number) && number == 123);
    CHECK(xenstore_parse_number("124", 3, 123, &number) == -EINVAL && number == 123);
    CHECK(!xenstore_parse_number("18446744073709551615", 20, UINT64_MAX, &number) &&
          number == UINT64_MAX);
    CHECK(xenstore_parse_number("18446744073709551616", 20, UINT64_MAX, &number) == -EINVAL);
    CHECK(xenstore_parse_number("184467440737095516150", 21, UINT64_MAX, &number) == -EINVAL);
    CHECK(xenstore_parse_number("", 0, 9, &number) == -EINVAL);
    CHECK(xenstore_parse_number("1\0", 2, 9, &number) == -EINVAL);
    CHECK(xenstore_parse_number("\xb1", 1, 9, &number) == -EINVAL);
}

static void permissions(void)
{
    struct xenstore_permission list[2];

    CHECK(xenstore_parse_permissions("n0\0b65535", 10, list, 2) == 2);
    CHECK(list[0].domain == 0 && list[0].access == 0);
    CHECK(list[1].domain == 65535 && list[1].access == 3);
    CHECK(xenstore_parse_permissions("r1\0w2", 6, list, 2) == 2 && list[1].access == 2);
    CHECK(xenstore_parse_permissions("r1\0w2", 6, list, 1) == -E2BIG);
    CHECK(xenstore_parse_permissions("r1\0w2", 5, list, 2) == -EPROTO);
    CHECK(xenstore_parse_permissions("x1", 3, list, 2) == -EPROTO);
    CHECK(xenstore_parse_permissions("r", 2, list, 2) == -EPROTO);
    CHECK(xenstore_parse_permissions("", 1, list, 2) == -EPROTO);
    CHECK(xenstore_parse_permissions("r65536", 7, list, 2) == -EPROTO);
    CHECK(xenstore_parse_permissions("", 0, list, 2) == 0);
}

static void queue(void)
{
    static struct xenstore_pending pending;
    char path[64];
    unsigned int added, i;
    uint32_t token = 0;

    for (added = 0; snprintf(path, sizeof(path), "path/%0*u", (int)(added % 40), added),
         xenstore_pending_add(&pending, added, path); added++)
        ;
    CHECK(added > XENSTORE_PENDING_BYTES / 64);
    for (i = 0; i < added; i++) {
        snprintf(path, sizeof(path), "path/%0*u", (int)(i % 40), i);
        CHECK(!strcmp(xenstore_pending_first(&pending, &token), path) && token == i);
        xenstore_pending_remove(&pending);
    }
    CHECK(!xenstore_pending_first(&pending, &token) && !pending.used);
}

static const struct check_test tests[] = {
    { "xenstore requests wrap", requests_wrap }, { "xenstore bad indices", bad_indices },
    { "xenstore tells of room", tells_of_room }, { "xenstore pieces", pieces },
    { "xenstore too long", too_long }, { "xenstore answers", answers },
    { "xenstore events", events }, { "xenstore numbers", numbers },
    { "xenstore permissions", permissions }, { "xenstore queue", queue },
};
CHECK_MAIN(tests)
