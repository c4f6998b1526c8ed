/*
 * The whole xenstore client, with a daemon that answers well, badly, late, out of
 * order or never, sends events and noise, and breaks its ring. A call that sleeps
 * gives a turn to the daemon, or to another caller, which may be answered first.
 *
 * Each answer reaches its caller, and fits; if the daemon does not lie it is the
 * right one; events reach their watch; once the stream is broken every call fails.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <arch/irqflags.h>
#include <diag/log.h>
#include <drivers/xenstore.h>
#include <events/ports.h>
#include <kernel/mutex.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <lib/format.h>
#include "fuzz.h"

#define PORT        7
#define REQUESTS    16
#define DEEP        3           /* callers at the same time */
#define WATCHES     3

static struct xenstore_domain_interface *page;
static event_handler handler;
static bool lied, mad, given_up;
static bool prompt;             /* the daemon answers at once, and well */
static unsigned int asking;
static uint64_t now;

static struct xenstore_watch watches[WATCHES];
static bool is_set[WATCHES];

/* Requests that the daemon has read. */
static struct { struct xsd_sockmsg header; char path[64]; } requests[REQUESTS];
static unsigned int unanswered;
static struct xsd_sockmsg partial;
static char partial_path[64];
static size_t partial_have;

/* --- the kernel under it ---------------------------------------------------------------- */

bool fake_masked;

uint64_t time_monotonic(void)
{
    return now;
}

int port_attach(evtchn_port_t port, event_handler to, void *data)
{
    HOLDS(port == PORT && to && !data);
    handler = to;
    return 0;
}

int port_send(evtchn_port_t port)
{
    HOLDS(port == PORT && fake_masked);
    return 0;
}

void log_printf(const char *form, ...)
{
    char line[LOG_LINE_MAX];
    va_list args;

    va_start(args, form);
    HOLDS(format(line, sizeof(line), form, args) < sizeof(line));
    va_end(args);
    given_up |= strstr(line, "given up") != NULL;
}

unsigned long mfn_to_pfn(unsigned long mfn)
{
    return mfn;
}

void mutex_lock(struct mutex *mutex)
{
    mutex->depth++;
}

void mutex_unlock(struct mutex *mutex)
{
    HOLDS(mutex->depth--);
}

/* The watch thread runs when we say so, until it would sleep. */
static void *(*teller)(void *argument);
static bool telling;
static jmp_buf told_all;

struct thread *thread_create(const char *name, void *(*function)(void *), void *argument,
                             size_t stack, unsigned int priority)
{
    HOLDS(!strcmp(name, "xenstore") && !argument && stack && priority && !teller);
    teller = function;
    return (struct thread *)&teller;
}

void thread_make_service(void)
{
}

struct thread *thread_current(void)
{
    return telling ? (struct thread *)&teller : NULL;
}

static void tell_watches(void)
{
    if (!teller || telling)
        return;
    telling = true;
    if (!setjmp(told_all))
        teller(NULL);
    telling = false;
    fake_masked = false;
}

bool wait_queue_wake_one(struct wait_queue *queue)
{
    return queue;
}

void wait_queue_wake_all(struct wait_queue *queue)
{
    HOLDS(queue);
}

static void other_happens(void);

int wait_queue_sleep(struct wait_queue *queue, uint64_t deadline)
{
    HOLDS(queue && fake_masked);
    if (telling && deadline == WAIT_FOREVER)
        longjmp(told_all, 1);
    HOLDS(deadline != WAIT_FOREVER);
    now += 100;
    if ((!fuzz_more() && !prompt) || now >= deadline) {
        now = deadline;
        return -ETIMEDOUT;
    }
    fake_masked = false;
    other_happens();
    fake_masked = true;
    return 0;
}

/* --- the daemon ------------------------------------------------------------------------------ */

static bool is_request(uint32_t type)
{
    return type == XS_READ || type == XS_WRITE || type == XS_DIRECTORY || type == XS_GET_PERMS ||
           type == XS_WATCH || type == XS_UNWATCH || type == XS_TRANSACTION_START ||
           type == XS_TRANSACTION_END;
}

static void take_whole(void)
{
    if (partial_have < sizeof(partial) || partial_have - sizeof(partial) < partial.len)
        return;
    HOLDS(is_request(partial.type) && partial.len && partial.len <= XENSTORE_PAYLOAD_MAX);
    partial_have = 0;
    if (unanswered == REQUESTS)
        return;
    requests[unanswered].header = partial;
    memcpy(requests[unanswered++].path, partial_path, sizeof(partial_path));
}

/* Byte by byte: a caller that gives up waiting must not break the stream of requests. */
static void daemon_reads(unsigned int bytes)
{
    for (; !mad && bytes && page->req_cons != page->req_prod; bytes--) {
        char byte = page->req[MASK_XENSTORE_IDX(page->req_cons++)];
        size_t at = partial_have - sizeof(partial);

        if (partial_have < sizeof(partial))
            ((char *)&partial)[partial_have] = byte;
        else if (partial.type == XS_WRITE)
            HOLDS(byte == (at < 5 ? "path"[at] : 'v'));
        else if (at < sizeof(partial_path))
            partial_path[at] = byte;
        partial_have++;
        take_whole();
    }
}

static bool has_room(size_t length)
{
    return !mad && XENSTORE_RING_SIZE - (page->rsp_prod - page->rsp_cons) >= length;
}

static void put(const void *data, size_t length)
{
    size_t i;

    for (i = 0; i < length; i++)
        page->rsp[MASK_XENSTORE_IDX(page->rsp_prod++)] = ((const char *)data)[i];
}

static void send(uint32_t type, uint32_t id, const char *payload, uint32_t length)
{
    struct xsd_sockmsg header = { .type = type, .req_id = id, .len = length };

    if (!has_room(sizeof(header) + length))
        return;
    put(&header, sizeof(header));
    put(payload, length);
}

/* The answer to a read is its path, so that each caller knows its own. */
static void answer_well(unsigned int which)
{
    const struct xsd_sockmsg *header = &requests[which].header;
    const char *path = requests[which].path;

    if (!has_room(100))
        return;
    if (header->type == XS_READ)
        send(XS_READ, header->req_id, path, (uint32_t)strlen(path));
    else if (header->type == XS_TRANSACTION_START)
        send(header->type, header->req_id, "31", 3);
    else
        send(header->type, header->req_id, "OK", 3);
    requests[which] = requests[--unanswered];
}

static void answer_badly(unsigned int which)
{
    static const uint32_t types[] = { XS_READ, XS_WRITE, XS_ERROR, XS_DIRECTORY, XS_WATCH_EVENT, 99 };
    uint32_t type = types[fuzz_below(6)], id = requests[which].header.req_id, length;
    char text[300];

    if (unanswered && fuzz_byte() & 1)
        type = requests[which].header.type;
    if (!unanswered || !(fuzz_byte() & 7))
        id = fuzz_word();
    length = (uint32_t)fuzz_text(text, sizeof(text)) + (fuzz_byte() & 1);
    lied = true;
    send(type, id, text, length);
}

/* The token may be that of a set watch or of none; the path often fits it. */
static void send_event(uint32_t token)
{
    char text[80];
    int length;

    length = snprintf(text, sizeof(text), "watched/%u", fuzz_byte()) + 1;
    length += snprintf(text + length, sizeof(text) - (size_t)length, "%u", token) + 1;
    send(XS_WATCH_EVENT, 0, text, (uint32_t)length);
}

static void noise(void)
{
    char text[40];
    size_t length = fuzz_text(text, sizeof(text));

    lied = true;
    if (has_room(length))
        put(text, length);
}

static void goes_mad(void)
{
    lied = mad = true;
    if (fuzz_byte() & 1)
        page->rsp_prod = fuzz_index(page->rsp_cons, XENSTORE_RING_SIZE);
    else
        page->req_cons = fuzz_index(page->req_prod, XENSTORE_RING_SIZE);
}

/* --- callers --------------------------------------------------------------------------------- */

static bool is_answer(int result)
{
    size_t i;

    if (result >= 0 || result == -E2BIG || result == -EPROTO || result == -EIO)
        return true;
    for (i = 0; i < sizeof(xsd_errors) / sizeof(xsd_errors[0]); i++)
        if (result == -xsd_errors[i].errnum)
            return true;
    return false;
}

/* If the daemon does not lie the answer is the wanted one, or none comes in time. */
static void check(int result, int wanted)
{
    HOLDS(!given_up || result != -ETIMEDOUT);
    HOLDS(result == -ETIMEDOUT || (lied ? is_answer(result) : result == wanted));
}

static void ask_to_read(void)
{
    static unsigned int number;
    uint32_t size = 1 + fuzz_below(40);
    char *value = malloc(size), path[32];
    int result, length = snprintf(path, sizeof(path), "path/%u", number++ % 1000);

    result = xenstore_read(NULL, path, value, size);
    HOLDS(result < (int)size);
    check(result, length < (int)size ? length : -E2BIG);
    if (result >= 0)
        HOLDS(!value[result]);
    if (result >= 0 && !lied)
        HOLDS(!strcmp(value, path));
    free(value);
}

static void ask_to_write(void)
{
    static char value[XENSTORE_PAYLOAD_MAX + 10];
    size_t length = fuzz_below(sizeof(value));

    memset(value, 'v', length);
    check(xenstore_write(NULL, "path", value, length),
          length + 5 > XENSTORE_PAYLOAD_MAX ? -E2BIG : 0);
}

static void ask_for_more(void)
{
    struct xenstore_permission permissions[3];
    struct xenstore_transaction transaction;
    char names[100], *name = names;
    uint64_t number;
    int i, count;

    switch (fuzz_below(4)) {
    case 0:
        count = xenstore_ls(NULL, "path", names, sizeof(names));
        HOLDS(count < (int)sizeof(names));
        for (i = 0; i < count; i++)
            name += strlen(name) + 1;
        HOLDS(name <= names + sizeof(names));
        break;
    case 1:
        HOLDS(xenstore_get_permissions(NULL, "path", permissions, 3) <= 3);
        break;
    case 2:
        HOLDS(xenstore_read_number(NULL, "path", &number) <= 0);
        break;
    case 3:
        if (!xenstore_transaction_begin(&transaction)) {
            HOLDS(transaction.id && (lied || transaction.id == 31));
            HOLDS(xenstore_transaction_end(&transaction, true) <= 0);
        }
    }
}

static void ask(void)
{
    if (asking == DEEP || telling)
        return;
    asking++;
    HOLDS(!fake_masked);
    switch (fuzz_below(3)) {
    case 0:
        ask_to_read();
        break;
    case 1:
        ask_to_write();
        break;
    case 2:
        ask_for_more();
    }
    HOLDS(!fake_masked);
    asking--;
}

/* --- watches ------------------------------------------------------------------------------------ */

static unsigned int told;

static void changed(struct xenstore_watch *watch, const char *path)
{
    HOLDS(telling && !fake_masked && is_set[watch - watches]);
    HOLDS(lied || !strncmp(path, "watched", 7));
    told++;
}

static void change_watch(unsigned int which)
{
    int error;

    if (asking == DEEP || telling)
        return;
    asking++;
    if (is_set[which]) {
        is_set[which] = false;
        HOLDS(xenstore_unwatch(&watches[which]) <= 0);
    } else {
        watches[which] = (struct xenstore_watch){ .path = "watched", .changed = changed };
        is_set[which] = true;
        error = xenstore_watch(&watches[which]);
        is_set[which] = is_set[which] && !error;
    }
    asking--;
}

static void event(void)
{
    fake_masked = true;
    handler(PORT, NULL);
    fake_masked = false;
}

/* The daemon is prompt here, and then sends the events of changes. */
static void change_watch_promptly(unsigned int which)
{
    unsigned int i, before = told, events = fuzz_below(8);

    prompt = true;
    change_watch(which);
    prompt = false;
    for (i = 0; is_set[which] && i < events; i++)
        send_event(watches[which].token);
    event();
    tell_watches();
    HOLDS(lied || !is_set[which] || told - before >= (events > 0));
}

/* --- what happens ---------------------------------------------------------------------------------- */

static void other_happens(void)
{
    if (prompt) {
        daemon_reads(5000);
        if (unanswered)
            answer_well(unanswered - 1);
        event();
        return;
    }
    switch (fuzz_below(12)) {
    case 0:
    case 1:
        ask();
        break;
    case 2:
    case 3:
        daemon_reads(5000);
        if (unanswered)
            answer_well(fuzz_below(unanswered));
        break;
    case 4:
        daemon_reads(fuzz_below(100));
        break;
    case 5:
        answer_badly(unanswered ? fuzz_below(unanswered) : 0);
        break;
    case 6:
        send_event(fuzz_byte() & 7 ? watches[fuzz_below(WATCHES)].token : fuzz_byte());
        break;
    case 7:
        if (!asking)
            tell_watches();
        break;
    case 8:
        if (!asking && fuzz_byte() & 1)
            change_watch_promptly(fuzz_below(WATCHES));
        else if (!asking)
            change_watch(fuzz_below(WATCHES));
        break;
    case 9:
        now += 1000;
        break;
    case 10:
        noise();
        break;
    case 11:
        goes_mad();
    }
    event();
}

static void begin(void)
{
    page = calloc(1, sizeof(*page));
    page->req_prod = page->req_cons = fuzz_word();
    page->rsp_prod = page->rsp_cons = fuzz_word();
    lied = mad = given_up = false;
    unanswered = 0;
    partial_have = 0;
    HOLDS(!xenstore_open(page, PORT));
    xenstore_set_timeout(2000);
}

/* The next run opens a new connection, so this one is always given up. */
static void end(void)
{
    unsigned int i;

    page->rsp_prod = page->rsp_cons + XENSTORE_RING_SIZE + 1;
    event();
    HOLDS(xenstore_read(NULL, "path", (char[9]){ 0 }, 9) < 0);
    for (i = 0; i < WATCHES; i++)
        if (is_set[i])
            change_watch(i);
    tell_watches();
    free(page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_begin(data, size);
    begin();
    while (fuzz_more())
        other_happens();
    end();
    return 0;
}
