/*
 * A xenstore daemon that is wrong, slow, silent or breaks its ring: this guest plays
 * it, on a page of its own and a port bound to itself. Each fault is an error of the
 * call it hits; once the stream is broken every call fails. The guest survives, and a
 * simulated restore leads back to the real daemon.
 */
/* SPDX-License-Identifier: MIT */
/* The watch thread and its page table. */
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <errno.h>
#include <string.h>
#include <drivers/xenstore.h>
#include <events/ports.h>
#include <hypercall/event_channel.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <verdict.h>

/* This daemon does not know the control nodes, so the kernel must not watch them. */
extern const char application_unsteered;
const char application_unsteered = 1;

#define SHORT (50 * NS_PER_SECOND / 1000)
#define LONG  (60 * NS_PER_SECOND)

static struct xenstore_domain_interface page __attribute__((aligned(4096)));
static evtchn_port_t client_port, daemon_port;

/* The daemon's answer to a request; NULL: it does not even read it. */
static void (*answer)(const struct xsd_sockmsg *request);
static struct xsd_sockmsg last;
static unsigned int requests;
static char payload[XENSTORE_PAYLOAD_MAX];

/* --- the daemon: at event time ------------------------------------------------------ */

static void take(void *to, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++)
        ((char *)to)[i] = page.req[MASK_XENSTORE_IDX(page.req_cons++)];
}

static void put(const void *data, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++)
        page.rsp[MASK_XENSTORE_IDX(page.rsp_prod++)] = ((const char *)data)[i];
}

static void send(uint32_t type, uint32_t id, const char *data, uint32_t length)
{
    struct xsd_sockmsg header = { .type = type, .req_id = id, .len = length };

    put(&header, sizeof(header));
    put(data, length);
}

/* Bytes of the request's payload that are still to come. */
static size_t missing;

static void daemon_event(evtchn_port_t port, void *data)
{
    (void)data;
    while (answer && page.req_prod != page.req_cons) {
        size_t ready = page.req_prod - page.req_cons;

        if (missing) {
            size_t n = ready < missing ? ready : missing;

            take(payload + last.len - missing, n);
            missing -= n;
        } else {
            take(&last, sizeof(last));
            missing = last.len;
        }
        if (!missing) {
            requests++;
            answer(&last);
        }
    }
    port_send(port);
}

static void open_page(void)
{
    memset(&page, 0, sizeof(page));
    missing = 0;
    CHECK_EQUAL(evtchn_alloc_unbound(DOMID_SELF, &client_port), 0);
    CHECK_EQUAL(xenstore_open(&page, client_port), 0);
    CHECK_EQUAL(port_bind_interdomain(DOMID_SELF, client_port, daemon_event, NULL, &daemon_port),
                0);
}

static void close_page(void)
{
    CHECK_EQUAL(port_close(daemon_port), 0);
    CHECK_EQUAL(port_close(client_port), 0);
}

/* --- its answers --------------------------------------------------------------------- */

static void well(const struct xsd_sockmsg *request)
{
    if (request->type == XS_READ)
        send(XS_READ, request->req_id, "fine", 4);
    else
        send(request->type, request->req_id, "OK", 3);
}

static void never(const struct xsd_sockmsg *request)
{
    (void)request;
}

static void other_id(const struct xsd_sockmsg *request)
{
    send(XS_READ, request->req_id + 1, "wrong", 5);
}

static void other_type(const struct xsd_sockmsg *request)
{
    send(XS_GET_DOMAIN_PATH, request->req_id, "wrong", 5);
}

static void no_type(const struct xsd_sockmsg *request)
{
    send(0xdeadbeef, request->req_id, "wrong", 5);
}

static void endless_error(const struct xsd_sockmsg *request)
{
    send(XS_ERROR, request->req_id, "ENOENT", 6);
}

static void unknown_error(const struct xsd_sockmsg *request)
{
    send(XS_ERROR, request->req_id, "ESPRIT", 7);
}

static void endless_text(const struct xsd_sockmsg *request)
{
    send(request->type, request->req_id, "one\0two", 7);
}

static void nothing(const struct xsd_sockmsg *request)
{
    send(request->type, request->req_id, "", 0);
}

static void events_first(const struct xsd_sockmsg *request)
{
    send(XS_WATCH_EVENT, 0, "path\0" "77", 8);
    send(XS_WATCH_EVENT, 0, "path\0" "x", 7);
    send(XS_WATCH_EVENT, 0, "path", 5);
    send(XS_WATCH_EVENT, 0, "path", 4);
    send(XS_WATCH_EVENT, 0, "", 0);
    send(XS_READ, request->req_id, "fine", 4);
}

static void too_long(const struct xsd_sockmsg *request)
{
    struct xsd_sockmsg header = { .type = XS_READ, .req_id = request->req_id, .len = 4097 };

    put(&header, sizeof(header));
}

static void mad_answers(const struct xsd_sockmsg *request)
{
    (void)request;
    page.rsp_prod = page.rsp_cons + XENSTORE_RING_SIZE + 1;
}

static void mad_requests(const struct xsd_sockmsg *request)
{
    well(request);
    page.req_cons = page.req_prod + 1;
    answer = NULL;
}

/* --- faults of one call ----------------------------------------------------------------- */

static char text[64];

static int read_with(void (*how)(const struct xsd_sockmsg *request))
{
    answer = how;
    return xenstore_read(NULL, "path", text, sizeof(text));
}

static void check_well(void)
{
    CHECK_EQUAL(read_with(well), 4);
    CHECK(!strcmp(text, "fine") && !strcmp(payload, "path"));
}

static void check_answers(void)
{
    struct xenstore_transaction transaction;
    struct xenstore_permission permissions[2];
    uint64_t number;

    CHECK_EQUAL(read_with(other_type), -EPROTO);
    CHECK_EQUAL(read_with(no_type), -EPROTO);
    CHECK_EQUAL(read_with(endless_error), -EPROTO);
    CHECK_EQUAL(read_with(unknown_error), -EIO);
    CHECK_EQUAL(read_with(nothing), 0);
    CHECK_EQUAL(xenstore_write_text(NULL, "path", "value"), -EPROTO);
    CHECK_EQUAL(xenstore_transaction_begin(&transaction), -EPROTO);
    CHECK_EQUAL(xenstore_read_number(NULL, "path", &number), -EINVAL);
    answer = endless_text;
    CHECK_EQUAL(xenstore_ls(NULL, "path", text, sizeof(text)), -EPROTO);
    CHECK_EQUAL(xenstore_ls(NULL, "path", text, 4), -E2BIG);
    CHECK_EQUAL(xenstore_get_permissions(NULL, "path", permissions, 2), -EPROTO);
    CHECK_EQUAL(xenstore_transaction_begin(&transaction), -EPROTO);
    CHECK_EQUAL(xenstore_rm(NULL, "path"), -EPROTO);
    CHECK_EQUAL(xenstore_strays(), 0);
    CHECK_EQUAL(read_with(events_first), 4);
    CHECK_EQUAL(xenstore_strays(), 5);
    check_well();
}

/* --- faults of time ------------------------------------------------------------------------ */

static void check_late_answers(void)
{
    unsigned int strays = xenstore_strays();
    uint64_t start = time_monotonic();
    uint32_t id;

    xenstore_set_timeout(SHORT);
    CHECK_EQUAL(read_with(other_id), -ETIMEDOUT);
    CHECK(time_monotonic() - start >= SHORT);
    CHECK_EQUAL(xenstore_strays(), strays + 1);
    CHECK_EQUAL(read_with(never), -ETIMEDOUT);
    id = last.req_id;
    xenstore_set_timeout(LONG);
    kernel_lock();
    send(XS_READ, id, "late", 4);
    kernel_unlock();
    check_well();
    CHECK_EQUAL(xenstore_strays(), strays + 2);
}

static void *read_path(void *unused)
{
    char value[16];

    (void)unused;
    return (void *)(intptr_t)xenstore_read(NULL, "name", value, sizeof(value));
}

/* Joins the readers, and checks the result of each. */
static void check_readers(struct thread **threads, unsigned int count, int wanted)
{
    unsigned int i;
    void *result;

    for (i = 0; i < count; i++) {
        CHECK_EQUAL(thread_join(threads[i], &result), 0);
        CHECK_EQUAL((intptr_t)result, wanted);
    }
}

static void start_readers(struct thread **threads, unsigned int count)
{
    unsigned int i;

    for (i = 0; i < count; i++)
        threads[i] = thread_create("reader", read_path, NULL, 8192, THREAD_PRIORITY_DEFAULT + 1);
}

static void check_silence(void)
{
    struct thread *readers[5];

    xenstore_set_timeout(SHORT);
    answer = never;
    start_readers(readers, 5);
    check_readers(readers, 5, -ETIMEDOUT);
    xenstore_set_timeout(LONG);
    check_well();
}

/*
 * While the daemon does not read, a long request stops in the middle. When the daemon
 * wakes it must find that request whole, and the next one behind it.
 */
static void check_stopped_daemon(void)
{
    static char value[3000];
    struct thread *readers[3];

    memset(value, 'v', sizeof(value));
    xenstore_set_timeout(SHORT);
    answer = NULL;
    CHECK_EQUAL(xenstore_write(NULL, "path", value, sizeof(value)), -ETIMEDOUT);
    start_readers(readers, 3);
    check_readers(readers, 3, -ETIMEDOUT);
    xenstore_set_timeout(LONG);
    requests = 0;
    answer = never;
    kernel_lock();
    daemon_event(daemon_port, NULL);
    kernel_unlock();
    while (!requests)
        thread_yield();
    CHECK_EQUAL(last.type, XS_WRITE);
    CHECK(last.len == 3005 && !memcmp(payload, "path", 5) && !memcmp(payload + 5, value, 3000));
    check_well();
    CHECK_EQUAL(requests, 2);
}

/* --- faults of the stream --------------------------------------------------------------------- */

static void check_broken(void (*how)(const struct xsd_sockmsg *request), int error)
{
    struct thread *readers[3];

    answer = never;
    start_readers(readers, 3);
    CHECK_EQUAL(read_with(how), error);
    check_readers(readers, 3, error);
    CHECK_EQUAL(read_with(well), error);
    CHECK_EQUAL(xenstore_write_text(NULL, "path", "value"), error);
    close_page();
    open_page();
    check_well();
}

/* A caller whose answer is already there gets it; the next call finds the ring broken. */
static void check_mad_requests(void)
{
    CHECK_EQUAL(read_with(mad_requests), 4);
    CHECK_EQUAL(read_with(well), -EIO);
    close_page();
    open_page();
    check_well();
}

/* --- suspend and resume -------------------------------------------------------------------------- */

static volatile unsigned int told;

static void count(struct xenstore_watch *watch, const char *path)
{
    (void)watch;
    told += !strcmp(path, "name");
}

static void transaction_answer(const struct xsd_sockmsg *request)
{
    if (request->type == XS_TRANSACTION_START)
        send(request->type, request->req_id, "31", 3);
    else
        well(request);
}

/* A restore to another daemon, with requests in flight, a watch and a transaction. */
static void check_restore(void)
{
    struct xenstore_watch watch = { .path = "name", .changed = count };
    struct xenstore_transaction transaction;
    struct thread *readers[3];

    answer = transaction_answer;
    CHECK_EQUAL(xenstore_watch(&watch), 0);
    CHECK_EQUAL(xenstore_transaction_begin(&transaction), 0);
    CHECK_EQUAL(xenstore_write_text(&transaction, "path", "value"), 0);
    CHECK_EQUAL(last.tx_id, 31);
    CHECK_EQUAL(told, 0);

    answer = never;
    start_readers(readers, 3);
    xenstore_set_timeout(SHORT);
    CHECK_EQUAL(xenstore_suspend(), 0);
    xenstore_set_timeout(LONG);
    xenstore_resume(false);
    check_readers(readers, 3, strlen("xenstore_bad"));
    while (!told)
        thread_sleep(1000000);
    CHECK_EQUAL(xenstore_write_text(&transaction, "path", "value"), -EAGAIN);
    CHECK_EQUAL(xenstore_unwatch(&watch), 0);
    CHECK(xenstore_read(NULL, "name", text, sizeof(text)) > 0 && !strcmp(text, "xenstore_bad"));
    close_page();
}

/* A request waits while suspended; after a cancelled suspend the same daemon answers it. */
static void check_cancelled(void)
{
    struct thread *reader;

    CHECK_EQUAL(xenstore_suspend(), 0);
    answer = well;
    requests = 0;
    start_readers(&reader, 1);
    thread_sleep(SHORT);
    CHECK_EQUAL(requests, 0);
    xenstore_resume(true);
    check_readers(&reader, 1, 4);
    check_well();
}

void test(void)
{
    open_page();
    CHECK_EQUAL(xenstore_open(&page, client_port), -EBUSY);
    check_well();
    check_answers();
    check_late_answers();
    check_silence();
    check_stopped_daemon();
    check_broken(too_long, -EPROTO);
    check_broken(mad_answers, -EIO);
    check_mad_requests();
    check_cancelled();
    check_restore();
}
