/*
 * Input from the xenstore ring: messages that are valid, nearly valid, or noise, in
 * pieces of any size; and indices that make no sense. Each message received whole
 * goes through every function that checks it.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <drivers/xenstore/message.h>
#include <drivers/xenstore/pending.h>
#include "fuzz.h"

#define BYTES   8192
#define TOKENS  8

static struct xenstore_domain_interface *page;
static struct xenstore_receiver *in;
static struct xenstore_pending *pending;

/* Bytes that the daemon has yet to put into the ring. */
static char stream[BYTES];
static size_t have, put;
static bool mad;

/* A copy of what pending must hold. */
static struct { uint32_t token; char *path; } queue[XENSTORE_PENDING_BYTES / 8];
static size_t queued;

/* --- the daemon -------------------------------------------------------------------- */

static void append(const void *data, size_t length)
{
    if (length <= BYTES - have) {
        memcpy(stream + have, data, length);
        have += length;
    }
}

static void noise(void)
{
    uint8_t byte = fuzz_byte();

    append(&byte, 1);
}

static const char *const payloads[] = {
    "OK", "ENOENT", "EAGAIN", "device/vif/0\00017", "r0\0b5\0n65535",
    "184467440737095516150", "device/vif/0\00017\000more", "0",
};

/* Its length may be wrong, by a little or by much. */
static void message(void)
{
    static const uint32_t types[] = { XS_READ, XS_WRITE, XS_ERROR, XS_WATCH_EVENT, XS_GET_PERMS };
    static const uint8_t lengths[] = { 3, 7, 7, 16, 13, 22, 21, 2 };
    struct xsd_sockmsg header = { .type = types[fuzz_below(5)], .req_id = fuzz_byte() };
    uint32_t which = fuzz_below(8), lie = fuzz_below(8);
    char text[300];
    size_t length;

    if (fuzz_byte() & 1) {
        length = fuzz_text(text, sizeof(text)) + 1;
    } else {
        length = lengths[which];
        memcpy(text, payloads[which], length);
    }
    length -= fuzz_byte() & 1;          /* the 0 that ends it */
    header.len = (uint32_t)length;
    if (lie < 3)
        header.len = lie == 0 ? fuzz_word() : (uint32_t)length + lie * 2 - 3;
    append(&header, sizeof(header));
    append(text, length);
}

static void daemon_sends(uint32_t length)
{
    while (length-- && put < have && page->rsp_prod - page->rsp_cons < XENSTORE_RING_SIZE)
        page->rsp[MASK_XENSTORE_IDX(page->rsp_prod++)] = stream[put++];
}

/* --- parsing a message ---------------------------------------------------------------- */

static void enqueue(uint32_t token, const char *path)
{
    size_t used = pending->used;

    if (xenstore_pending_add(pending, token, path)) {
        queue[queued].token = token;
        queue[queued++].path = strdup(path);
        HOLDS(pending->used > used && pending->used <= XENSTORE_PENDING_BYTES);
    } else {
        HOLDS(pending->used == used && used + strlen(path) + 12 > XENSTORE_PENDING_BYTES);
    }
}

static void dequeue(void)
{
    uint32_t token = 0;
    const char *path = xenstore_pending_first(pending, &token);

    HOLDS(!path == !queued);
    if (!path)
        return;
    HOLDS(token == queue[0].token && !strcmp(path, queue[0].path));
    xenstore_pending_remove(pending);
    free(queue[0].path);
    memmove(queue, queue + 1, --queued * sizeof(queue[0]));
}

/* Adds events until no more fit. */
static void flood(void)
{
    char path[300];
    unsigned int i;

    fuzz_text(path, sizeof(path));
    for (i = 0; i < 200; i++)
        enqueue(i, path);
}

static void judge_event(void)
{
    const char *path, *text_of_token;
    uint32_t token;

    if (xenstore_parse_event(in, &path, &token))
        return;
    text_of_token = path + strlen(path) + 1;
    HOLDS(path == in->payload && text_of_token + strlen(text_of_token) + 1 == path + in->header.len);
    HOLDS(token == strtoul(text_of_token, NULL, 10));
    enqueue(token, path);
}

static void judge_permissions(void)
{
    struct xenstore_permission *list;
    uint32_t max = fuzz_below(4);
    int i, count;

    list = malloc(max * sizeof(*list) + 1);
    count = xenstore_parse_permissions(in->payload, in->header.len, list, max);
    HOLDS(count <= (int)max);
    for (i = 0; i < count; i++)
        HOLDS(list[i].access <= 3);
    free(list);
}

static void judge_number(void)
{
    uint64_t number = 1, limit = fuzz_byte() & 1 ? UINT64_MAX : fuzz_word();
    size_t zeros = strspn(in->payload, "0");
    char text[24];

    if (xenstore_parse_number(in->payload, in->header.len, limit, &number))
        return;
    HOLDS(number <= limit && strlen(in->payload) == in->header.len);
    snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
    HOLDS(zeros == in->header.len ? !number : !strcmp(in->payload + zeros, text));
}

static void judge(void)
{
    static const uint32_t types[] = { XS_READ, XS_WRITE, XS_DIRECTORY, XS_TRANSACTION_END };
    uint32_t type = types[fuzz_below(4)];
    int result = xenstore_check_answer(in, type);
    int strings = xenstore_count_strings(in->payload, in->header.len);

    HOLDS(in->header.len <= XENSTORE_PAYLOAD_MAX && !in->payload[in->header.len]);
    HOLDS(result >= 0 ? in->header.type == type && (uint32_t)result == in->header.len
                      : in->header.type != type || type == XS_WRITE || type == XS_TRANSACTION_END);
    HOLDS(strings <= (int)in->header.len && (strings != -EPROTO || in->payload[in->header.len - 1]));
    judge_event();
    judge_permissions();
    judge_number();
}

/* --- the guest ---------------------------------------------------------------------------- */

/* The place in the stream where the message received last ends. */
static size_t whole;

static int receive(void)
{
    bool was_full = false;
    XENSTORE_RING_IDX before = page->rsp_cons, ready = page->rsp_prod - before;
    int result = xenstore_receive(in, page, &was_full);

    HOLDS(result == 1 || result == 0 || result == -EIO || result == -EPROTO);
    HOLDS((result == -EIO) == (ready > XENSTORE_RING_SIZE));
    HOLDS(page->rsp_cons - before <= sizeof(in->header) + XENSTORE_PAYLOAD_MAX);
    if (in->have >= sizeof(in->header))
        HOLDS((result == -EPROTO) == (in->header.len > XENSTORE_PAYLOAD_MAX) || result == -EIO);
    if (result == 1 && !mad) {
        HOLDS(!memcmp(&in->header, stream + whole, sizeof(in->header)));
        HOLDS(!memcmp(in->payload, stream + whole + sizeof(in->header), in->header.len));
        whole += sizeof(in->header) + in->header.len;
    }
    if (result == 1)
        judge();
    return result;
}

static uint8_t next_request, taken_request;

static void guest_asks(uint32_t length)
{
    char *data = malloc(length + 1);
    uint32_t i, used = page->req_prod - page->req_cons, before = page->req_prod;
    int n;

    for (i = 0; i < length; i++)
        data[i] = (char)(next_request + i);
    n = xenstore_ring_put(page, data, length);
    free(data);
    HOLDS(used > XENSTORE_RING_SIZE ? n == -EIO
          : (uint32_t)n == (length < XENSTORE_RING_SIZE - used ? length : XENSTORE_RING_SIZE - used));
    HOLDS(page->req_prod == before + (n < 0 ? 0 : (uint32_t)n));
    next_request = (uint8_t)(next_request + (n < 0 ? 0 : n));
}

static void daemon_reads(uint32_t length)
{
    for (; !mad && length && page->req_cons != page->req_prod; length--)
        HOLDS((uint8_t)page->req[MASK_XENSTORE_IDX(page->req_cons++)] == taken_request++);
}

static void goes_mad(void)
{
    mad = true;
    if (fuzz_byte() & 1)
        page->rsp_prod = fuzz_index(page->rsp_cons, XENSTORE_RING_SIZE);
    else
        page->req_cons = fuzz_index(page->req_prod, XENSTORE_RING_SIZE);
}

/* False if the client would give up the connection. */
static bool step(void)
{
    switch (fuzz_below(11)) {
    case 0:
    case 1:
    case 2:
        message();
        break;
    case 3:
        noise();
        break;
    case 4:
        daemon_sends(fuzz_below(40));
        break;
    case 5:
        daemon_sends(BYTES);
        break;
    case 6:
        guest_asks(fuzz_below(1500));
        break;
    case 7:
        daemon_reads(fuzz_below(1500));
        break;
    case 8:
        dequeue();
        break;
    case 9:
        flood();
        break;
    case 10:
        goes_mad();
    }
    return receive() >= 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    page = calloc(1, sizeof(*page));
    in = calloc(1, sizeof(*in));
    pending = calloc(1, sizeof(*pending));
    fuzz_begin(data, size);
    page->req_prod = page->req_cons = fuzz_word();
    page->rsp_prod = page->rsp_cons = fuzz_word();
    have = put = whole = queued = 0;
    next_request = taken_request = 0;
    mad = false;
    while (fuzz_more() && step())
        ;
    while (queued)
        dequeue();
    free(page);
    free(in);
    free(pending);
    return 0;
}
