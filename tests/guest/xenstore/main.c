/*
 * Xenstore with dom0's daemon: values, nodes, permissions, transactions, watches, and
 * errors as numbers. A kernel fails here that mixes up the answers of two threads,
 * loses an event, or takes an error's text for a value.
 */
/* SPDX-License-Identifier: MIT */
/* The watch thread, its page table, and memory that newlib keeps. */
#define VERDICT_LEAK_ALLOWED (16 * 4096)
#include <errno.h>
#include <string.h>
#include <drivers/xenstore.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <verdict.h>

#define VALUE_MAX   1800        /* the daemon's quota for a node is 2048 bytes in all */
#define PATIENCE    (60 * NS_PER_SECOND)

static char text[4096], wanted[4096];

static bool reads(const char *path, const char *value)
{
    int length = xenstore_read(NULL, path, text, sizeof(text));

    return length == (int)strlen(value) && !strcmp(text, value);
}

static void check_values(void)
{
    uint64_t domid, number;
    char path[64];

    CHECK(xenstore_read(NULL, "name", text, sizeof(text)) == 8);
    CHECK(!strcmp(text, "xenstore"));
    CHECK_EQUAL(xenstore_read_number(NULL, "domid", &domid), 0);
    snprintf(path, sizeof(path), "/local/domain/%u/name", (unsigned int)domid);
    CHECK(reads(path, "xenstore"));

    CHECK_EQUAL(xenstore_write_text(NULL, "data/value", "first"), 0);
    CHECK(reads("data/value", "first"));
    CHECK_EQUAL(xenstore_write(NULL, "data/value", "a\0b", 3), 0);
    CHECK_EQUAL(xenstore_read(NULL, "data/value", text, sizeof(text)), 3);
    CHECK(!memcmp(text, "a\0b", 4));
    CHECK_EQUAL(xenstore_write(NULL, "data/value", NULL, 0), 0);
    CHECK(reads("data/value", ""));
    CHECK_EQUAL(xenstore_write_number(NULL, "data/value", UINT64_MAX), 0);
    CHECK_EQUAL(xenstore_read_number(NULL, "data/value", &number), 0);
    CHECK(number == UINT64_MAX);
}

/* A value written by others need not be a number. */
static void check_no_numbers(void)
{
    static const char *const values[] = { "", "-1", "+1", " 1", "1 ", "0x10", "1e3", "ten",
                                          "18446744073709551616", "99999999999999999999999999" };
    uint64_t number = 7;
    unsigned int i;

    for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        CHECK_EQUAL(xenstore_write_text(NULL, "data/value", values[i]), 0);
        CHECK_EQUAL(xenstore_read_number(NULL, "data/value", &number), -EINVAL);
    }
    CHECK_EQUAL(number, 7);
}

static void check_nodes(void)
{
    CHECK_EQUAL(xenstore_mkdir(NULL, "data/folder"), 0);
    CHECK_EQUAL(xenstore_ls(NULL, "data/folder", text, sizeof(text)), 0);
    CHECK_EQUAL(xenstore_write_text(NULL, "data/folder/one", "1"), 0);
    CHECK_EQUAL(xenstore_write_text(NULL, "data/folder/two/deep", "2"), 0);
    CHECK_EQUAL(xenstore_mkdir(NULL, "data/folder/one"), 0);
    CHECK(reads("data/folder/one", "1"));
    CHECK_EQUAL(xenstore_ls(NULL, "data/folder", text, sizeof(text)), 2);
    CHECK(!memcmp(text, "one\0two", 8) || !memcmp(text, "two\0one", 8));
    CHECK_EQUAL(xenstore_ls(NULL, "data/folder", text, 7), -E2BIG);
    CHECK_EQUAL(xenstore_rm(NULL, "data/folder"), 0);
    CHECK_EQUAL(xenstore_read(NULL, "data/folder/two/deep", text, sizeof(text)), -ENOENT);
    CHECK_EQUAL(xenstore_ls(NULL, "data/folder", text, sizeof(text)), -ENOENT);
}

static void check_errors(void)
{
    static char path[4096];

    CHECK_EQUAL(xenstore_read(NULL, "data/nothing", text, sizeof(text)), -ENOENT);
    CHECK_EQUAL(xenstore_read(NULL, "name", text, 8), -E2BIG);
    CHECK_EQUAL(xenstore_read(NULL, "name", text, 0), -E2BIG);
    CHECK_EQUAL(xenstore_write_text(NULL, "name", "another"), -EACCES);
    CHECK_EQUAL(xenstore_rm(NULL, "/tool"), -EACCES);
    CHECK_EQUAL(xenstore_read(NULL, "data//value", text, sizeof(text)), -EINVAL);
    CHECK_EQUAL(xenstore_read(NULL, "data/a b?", text, sizeof(text)), -EINVAL);
    memset(path, 'p', 4000);
    CHECK_EQUAL(xenstore_read(NULL, path, text, sizeof(text)), -EINVAL);
    memset(path, 'p', 4095);
    CHECK_EQUAL(xenstore_write_text(NULL, path, "v"), -E2BIG);
}

/* The longest value that the daemon's quota allows, and a very long path. */
static void check_sizes(void)
{
    static char path[2048];
    unsigned int i;

    for (i = 0; i < VALUE_MAX; i++)
        wanted[i] = (char)('A' + i % 57);
    wanted[i] = '\0';
    CHECK_EQUAL(xenstore_write_text(NULL, "data/value", wanted), 0);
    CHECK(reads("data/value", wanted));
    CHECK_EQUAL(xenstore_read(NULL, "data/value", text, VALUE_MAX), -E2BIG);
    memset(text, 'x', 2049);
    CHECK_EQUAL(xenstore_write(NULL, "data/value", text, 2049), -ENOSPC);
    CHECK(reads("data/value", wanted));

    strcpy(path, "data/");
    for (i = 5; i < 1000; i++)
        path[i] = i % 100 ? 'p' : '/';
    CHECK_EQUAL(xenstore_write_text(NULL, path, "far"), 0);
    CHECK(reads(path, "far"));
    path[100] = '\0';
    CHECK_EQUAL(xenstore_rm(NULL, path), 0);
    CHECK_EQUAL(xenstore_rm(NULL, path), 0);
    strcat(path, "/below");
    CHECK_EQUAL(xenstore_rm(NULL, path), -ENOENT);
}

static void check_permissions(void)
{
    struct xenstore_permission list[4], new[2];
    uint64_t domid = 0;

    xenstore_read_number(NULL, "domid", &domid);
    CHECK_EQUAL(xenstore_write_text(NULL, "data/value", "mine"), 0);
    CHECK_EQUAL(xenstore_get_permissions(NULL, "data/value", list, 4), 1);
    CHECK_EQUAL(list[0].domain, domid);
    CHECK_EQUAL(list[0].access, 0);

    new[0] = (struct xenstore_permission){ (domid_t)domid, XENSTORE_MAY_READ };
    new[1] = (struct xenstore_permission){ 0, XENSTORE_MAY_READ | XENSTORE_MAY_WRITE };
    CHECK_EQUAL(xenstore_set_permissions(NULL, "data/value", new, 2), 0);
    CHECK_EQUAL(xenstore_get_permissions(NULL, "data/value", list, 4), 2);
    CHECK_EQUAL(list[0].access, XENSTORE_MAY_READ);
    CHECK_EQUAL(list[1].domain, 0);
    CHECK_EQUAL(list[1].access, XENSTORE_MAY_READ | XENSTORE_MAY_WRITE);
    CHECK_EQUAL(xenstore_get_permissions(NULL, "data/value", list, 1), -E2BIG);
    CHECK_EQUAL(xenstore_set_permissions(NULL, "name", new, 2), -EACCES);
    new[0].access = 4;
    CHECK_EQUAL(xenstore_set_permissions(NULL, "data/value", new, 2), -EINVAL);
}

/* --- transactions ----------------------------------------------------------------- */

static void check_isolation(void)
{
    struct xenstore_transaction first;

    xenstore_write_text(NULL, "data/shared", "old");
    CHECK_EQUAL(xenstore_transaction_begin(&first), 0);
    CHECK_EQUAL(xenstore_write_text(&first, "data/shared", "new"), 0);
    CHECK(reads("data/shared", "old"));
    CHECK_EQUAL(xenstore_transaction_end(&first, true), 0);
    CHECK(reads("data/shared", "new"));

    CHECK_EQUAL(xenstore_transaction_begin(&first), 0);
    CHECK_EQUAL(xenstore_write_text(&first, "data/shared", "never"), 0);
    CHECK_EQUAL(xenstore_transaction_end(&first, false), 0);
    CHECK(reads("data/shared", "new"));
    CHECK_EQUAL(xenstore_transaction_end(&first, true), -ENOENT);
}

/* Adds one to data/shared; another writer interferes the first two times. */
static int add_one(const struct xenstore_transaction *transaction, void *data)
{
    unsigned int *runs = data;
    uint64_t number;
    int error = xenstore_read_number(transaction, "data/shared", &number);

    if (++*runs <= 2)
        xenstore_write_number(NULL, "data/shared", 100 * *runs);
    return error ? error : xenstore_write_number(transaction, "data/shared", number + 1);
}

static int always_disturbed(const struct xenstore_transaction *transaction, void *data)
{
    unsigned int *runs = data;
    uint64_t number;

    ++*runs;
    xenstore_read_number(transaction, "data/shared", &number);
    xenstore_write_number(NULL, "data/shared", number + 1);
    return xenstore_write_number(transaction, "data/shared", 0);
}

static int refuse(const struct xenstore_transaction *transaction, void *data)
{
    (void)data;
    xenstore_write_text(transaction, "data/shared", "never");
    return -EXDEV;
}

static void check_conflicts(void)
{
    unsigned int runs = 0;

    xenstore_write_number(NULL, "data/shared", 1);
    CHECK_EQUAL(xenstore_transaction(add_one, &runs), 0);
    CHECK_EQUAL(runs, 3);
    CHECK(reads("data/shared", "201"));
    CHECK_EQUAL(xenstore_transaction(refuse, NULL), -EXDEV);
    CHECK(reads("data/shared", "201"));
    runs = 0;
    CHECK_EQUAL(xenstore_transaction(always_disturbed, &runs), -EAGAIN);
    CHECK_EQUAL(runs, XENSTORE_TRIES);
}

/* --- watches ------------------------------------------------------------------------ */

static struct wait_queue told;

/* Events that a watch has received. Protected by the kernel lock. */
struct log {
    struct xenstore_watch watch;
    unsigned int calls, whole;      /* all events, and those with the watch's own path */
    char last[80];
};

static void note(struct xenstore_watch *watch, const char *path)
{
    struct log *log = watch->data;
    bool unlock = kernel_lock_save();

    log->calls++;
    log->whole += !strcmp(path, watch->path);
    snprintf(log->last, sizeof(log->last), "%s", path);
    wait_queue_wake_all(&told);
    kernel_lock_restore(unlock);
}

static bool is_told(struct log *log, const char *path)
{
    uint64_t deadline = time_monotonic() + PATIENCE;
    bool seen;

    kernel_lock();
    while (strcmp(log->last, path) && !wait_queue_sleep(&told, deadline))
        ;
    seen = !strcmp(log->last, path);
    log->last[0] = '\0';
    kernel_unlock();
    return seen;
}

static void set_log(struct log *log, const char *path)
{
    *log = (struct log){ .watch = { .path = path, .changed = note, .data = log } };
    CHECK_EQUAL(xenstore_watch(&log->watch), 0);
}

static void check_watches(void)
{
    static struct log tree, node, absolute, bad;
    char path[64], deep[80];
    uint64_t domid = 0;

    xenstore_read_number(NULL, "domid", &domid);
    snprintf(path, sizeof(path), "/local/domain/%u/data/tree", (unsigned int)domid);
    snprintf(deep, sizeof(deep), "%s/other/deep", path);
    set_log(&tree, "data/tree");
    CHECK(is_told(&tree, "data/tree"));
    set_log(&node, "data/tree/node");
    CHECK(is_told(&node, "data/tree/node"));
    set_log(&absolute, path);
    CHECK(is_told(&absolute, path));

    xenstore_write_text(NULL, "data/tree/node", "x");
    CHECK(is_told(&tree, "data/tree/node"));
    CHECK(is_told(&node, "data/tree/node"));
    xenstore_write_text(NULL, "data/tree/other/deep", "x");
    CHECK(is_told(&tree, "data/tree/other/deep"));
    CHECK(is_told(&absolute, deep));
    CHECK_EQUAL(node.calls, 2);
    xenstore_rm(NULL, "data/tree/node");
    CHECK(is_told(&node, "data/tree/node"));

    CHECK_EQUAL(xenstore_unwatch(&tree.watch), 0);
    CHECK_EQUAL(xenstore_unwatch(&tree.watch), -ENOENT);
    tree.calls = 0;
    xenstore_write_text(NULL, "data/tree/node", "y");
    CHECK(is_told(&node, "data/tree/node"));
    CHECK_EQUAL(tree.calls, 0);
    CHECK_EQUAL(xenstore_unwatch(&node.watch), 0);
    CHECK_EQUAL(xenstore_unwatch(&absolute.watch), 0);

    bad = (struct log){ .watch = { .path = "data//", .changed = note, .data = &bad } };
    CHECK_EQUAL(xenstore_watch(&bad.watch), -EINVAL);
    CHECK_EQUAL(xenstore_unwatch(&bad.watch), -ENOENT);
    CHECK_EQUAL(bad.calls, 0);
}

/* Removes its own watch, and writes, in its own changed(). */
static void once(struct xenstore_watch *watch, const char *path)
{
    CHECK_EQUAL(xenstore_unwatch(watch), 0);
    CHECK_EQUAL(xenstore_write_text(NULL, "data/once", "from the watch"), 0);
    note(watch, path);
}

static void check_watch_in_watch(void)
{
    static struct log log;

    log = (struct log){ .watch = { .path = "data/once", .changed = once, .data = &log } };
    CHECK_EQUAL(xenstore_watch(&log.watch), 0);
    CHECK(is_told(&log, "data/once"));
    CHECK_EQUAL(xenstore_write_text(NULL, "data/once", "again"), 0);
    CHECK_EQUAL(xenstore_unwatch(&log.watch), -ENOENT);
    CHECK_EQUAL(log.calls, 1);
}

/* More events than can be queued, with paths of 300 bytes, before changed() returns. */
static struct wait_queue gate;
static bool gate_is_open, at_gate;

static void wait_at_gate(struct xenstore_watch *watch, const char *path)
{
    kernel_lock();
    at_gate = true;
    wait_queue_wake_all(&gate);
    while (!gate_is_open)
        wait_queue_sleep(&gate, WAIT_FOREVER);
    kernel_unlock();
    note(watch, path);
}

static void open_gate(void)
{
    kernel_lock();
    gate_is_open = true;
    wait_queue_wake_all(&gate);
    kernel_unlock();
}

static void check_overflow(void)
{
    static struct log log;
    char path[320];
    unsigned int i;

    log = (struct log){ .watch = { .path = "data/many", .changed = wait_at_gate, .data = &log } };
    CHECK_EQUAL(xenstore_watch(&log.watch), 0);
    snprintf(path, sizeof(path), "data/many/%0290u", 0);
    for (i = 0; i < 30; i++)
        CHECK_EQUAL(xenstore_write_text(NULL, path, ""), 0);
    open_gate();
    xenstore_write_text(NULL, "data/many/last", "");
    CHECK(is_told(&log, "data/many/last"));
    CHECK(log.calls < 1 + 30 + 1);
    CHECK_EQUAL(log.whole, 2);          /* one when it was set, one for the events that had no room */
    CHECK_EQUAL(xenstore_unwatch(&log.watch), 0);
    CHECK_EQUAL(xenstore_rm(NULL, "data/many"), 0);
}

/* A watch's data may be freed after unwatch, which therefore waits while changed() runs. */
static volatile int unwatched;

static void *unwatch(void *argument)
{
    int error = xenstore_unwatch(argument);

    unwatched = true;
    return (void *)(intptr_t)error;
}

static void check_unwatch_waits(void)
{
    static struct log log;
    struct thread *other;
    void *error;

    gate_is_open = at_gate = false;
    log = (struct log){ .watch = { .path = "data/gate", .changed = wait_at_gate, .data = &log } };
    CHECK_EQUAL(xenstore_watch(&log.watch), 0);
    kernel_lock();
    while (!at_gate)
        wait_queue_sleep(&gate, WAIT_FOREVER);
    kernel_unlock();
    other = thread_create("unwatch", unwatch, &log.watch, 8192, THREAD_PRIORITY_DEFAULT);
    thread_sleep(NS_PER_SECOND);
    CHECK(!unwatched && !log.calls);
    open_gate();
    CHECK_EQUAL(thread_join(other, &error), 0);
    CHECK_EQUAL((intptr_t)error, 0);
    CHECK_EQUAL(log.calls, 1);
}

/* --- threads -------------------------------------------------------------------------- */

#define THREADS 8
#define ROUNDS  40

/* Each thread has its own node, with values of very different lengths. */
static void *write_and_read(void *argument)
{
    unsigned int own = (unsigned int)(uintptr_t)argument, round;
    char path[32], value[700], back[700];
    uintptr_t wrong = 0;

    snprintf(path, sizeof(path), "data/thread%u", own);
    for (round = 0; round < ROUNDS; round++) {
        int length = snprintf(value, sizeof(value), "%u-%0*u", own, (int)(1 + own * 80), round);

        wrong += xenstore_write_text(NULL, path, value) != 0;
        wrong += xenstore_read(NULL, path, back, sizeof(back)) != length;
        wrong += memcmp(value, back, length + 1) != 0;
    }
    wrong += xenstore_rm(NULL, path) != 0;
    return (void *)wrong;
}

static void *add_many(void *unused)
{
    unsigned int i;
    uintptr_t wrong = 0;

    (void)unused;
    for (i = 0; i < 5; i++) {
        unsigned int runs = 2;

        wrong += xenstore_transaction(add_one, &runs) != 0;
    }
    return (void *)wrong;
}

static void run_threads(void *(*function)(void *), unsigned int count)
{
    struct thread *threads[THREADS];
    void *wrong;
    unsigned int i;

    for (i = 0; i < count; i++)
        threads[i] = thread_create("store", function, (void *)(uintptr_t)i, 8192,
                                   THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < count; i++) {
        CHECK_EQUAL(thread_join(threads[i], &wrong), 0);
        CHECK_EQUAL((uintptr_t)wrong, 0);
    }
}

static void check_threads(void)
{
    run_threads(write_and_read, THREADS);
    xenstore_write_number(NULL, "data/shared", 0);
    run_threads(add_many, 4);
    CHECK(reads("data/shared", "20"));
}

void test(void)
{
    check_values();
    check_no_numbers();
    check_nodes();
    check_errors();
    check_sizes();
    check_permissions();
    check_isolation();
    check_conflicts();
    check_watches();
    check_watch_in_watch();
    check_overflow();
    check_unwatch_waits();
    check_threads();
    CHECK_EQUAL(xenstore_strays(), 0);
}
