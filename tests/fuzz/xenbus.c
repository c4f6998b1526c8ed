/*
 * Devices: a stream of states and of anything else that can be in the store, with
 * reads that fail, drivers that fail, and restores in between. The driver here
 * checks that each call comes at its proper time; at the end all is unplugged, and
 * nothing may be left.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <diag/log.h>
#include <drivers/xenbus.h>
#include <drivers/xenbus/handshake.h>
#include <lib/format.h>
#include "fuzz.h"

/* The state of a device, which decides what its driver may be asked next. */
struct life {
    bool offered, up, changing, failed;
    unsigned int connection;
};

/* --- the store ------------------------------------------------------------------------ */

static struct node {
    const char *path;
    bool there;
    char value[320];
} nodes[] = {
    { .path = "device/fuzz/0/state" }, { .path = "device/fuzz/0/backend-id" },
    { .path = "device/fuzz/0/backend" }, { .path = "device/fuzz/51/state" },
    { .path = "device/fuzz/51/backend-id" }, { .path = "device/fuzz/51/backend" },
    { .path = "/a/state" }, { .path = "/b/state" },
};
#define NODES (sizeof(nodes) / sizeof(nodes[0]))

#define WATCHES 8
static struct xenstore_watch *watches[WATCHES];
static bool first_event[WATCHES];
static unsigned int connection, fail_in;
static bool whole;          /* no call fails any more */

static struct xenbus_driver driver;

/* The back end was away: a failed device may be tried again. */
static void forgive(const struct xenstore_watch *watch)
{
    struct xenbus_device *device = watch->data;

    if (watch != &driver.watch && device->data)
        ((struct life *)device->data)->failed = false;
}

static void change_node(struct node *node);

/* The other side may change the store during any call. */
static void meanwhile(void)
{
    if (!whole && fuzz_byte() > 200)
        change_node(&nodes[fuzz_below(NODES)]);
}

static int failure(void)
{
    static const int errors[] = { -EIO, -EACCES, -ENOENT, -ETIMEDOUT, -EPROTO, -E2BIG };

    return !whole && fail_in && !--fail_in ? errors[fuzz_below(6)] : 0;
}

static struct node *find(const char *path)
{
    size_t i;

    for (i = 0; i < NODES; i++)
        if (!strcmp(nodes[i].path, path))
            return &nodes[i];
    return NULL;
}

/* The same for all devices that watch the path. */
static void forgive_all(const char *path)
{
    int i;

    for (i = 0; i < WATCHES; i++)
        if (watches[i] && !strcmp(watches[i]->path, path))
            forgive(watches[i]);
}

int xenstore_read(const struct xenstore_transaction *transaction, const char *path, char *value,
                  size_t size)
{
    struct node *node = find(path);
    int error = failure();

    (void)transaction;
    HOLDS(memchr(path, '\0', XENBUS_PATH_MAX));
    if (error || !node || !node->there)
        return error ? error : -ENOENT;
    if (strlen(node->value) >= size)
        return -E2BIG;
    strcpy(value, node->value);
    return (int)strlen(value);
}

int xenstore_read_number(const struct xenstore_transaction *transaction, const char *path,
                         uint64_t *number)
{
    char text[21];
    int length = xenstore_read(transaction, path, text, sizeof(text));

    if (length == -ENOENT || length == -EACCES ||
        (length >= 0 && (length != 1 || !strchr("23478", text[0]))))
        forgive_all(path);
    if (length < 0)
        return length == -E2BIG ? -EINVAL : length;
    if (!length || strspn(text, "0123456789") != (size_t)length)
        return -EINVAL;
    *number = strtoull(text, NULL, 10);
    return 0;
}

int xenstore_write_text(const struct xenstore_transaction *transaction, const char *path,
                        const char *text)
{
    (void)transaction;
    HOLDS(!strncmp(path, "error/device/fuzz/", 18) && strlen(text) < 64);
    return failure();
}

/* The driver's own state: no device may come to life through it. */
int xenstore_write_number(const struct xenstore_transaction *transaction, const char *path,
                          uint64_t number)
{
    struct node *node = find(path);
    int error = failure();

    HOLDS(transaction && node && node->there && strstr(path, "device/fuzz/"));
    HOLDS(number > XenbusStateUnknown && number < XENBUS_STATES);
    if (!error)
        snprintf(node->value, sizeof(node->value), "%llu", (unsigned long long)number);
    return error;
}

int xenstore_transaction(int (*body)(const struct xenstore_transaction *transaction, void *data),
                         void *data)
{
    static const struct xenstore_transaction transaction = { .id = 1 };
    int error = failure();

    meanwhile();
    return error ? error : body(&transaction, data);
}

int xenstore_ls(const struct xenstore_transaction *transaction, const char *path, char *names,
                size_t size)
{
    char *to = names;
    int count = 0;

    (void)transaction;
    HOLDS(!strcmp(path, "device/fuzz") && size > 64);
    if (failure())
        return -EIO;
    for (; !whole && fuzz_byte() & 1 && count < 2; count++)
        to += fuzz_text(to, 30) + 1;
    memcpy(to, "0\0" "51", 5);
    return count + 2;
}

int xenstore_watch(struct xenstore_watch *watch)
{
    int i, error = failure();

    for (i = 0; i < WATCHES; i++)
        HOLDS(watches[i] != watch);
    for (i = 0; !error && i < WATCHES; i++)
        if (!watches[i]) {
            watches[i] = watch;
            first_event[i] = true;
            return 0;
        }
    return error ? error : -ENOMEM;
}

int xenstore_unwatch(struct xenstore_watch *watch)
{
    int i;

    forgive(watch);
    for (i = 0; i < WATCHES; i++)
        if (watches[i] == watch) {
            watches[i] = NULL;
            return failure();
        }
    return -ENOENT;
}

unsigned int xenstore_connection(void)
{
    return connection;
}

void log_printf(const char *form, ...)
{
    char line[LOG_LINE_MAX];
    va_list args;

    va_start(args, form);
    HOLDS(format(line, sizeof(line), form, args) < sizeof(line));
    va_end(args);
}

/* --- the driver ------------------------------------------------------------------------- */

static unsigned int probed;

static int verdict(void)
{
    meanwhile();
    return !whole && fuzz_byte() > 220 ? -ENOMEM : 0;
}

/* A device that failed is not tried again before its back end has been away. */
static int fails(struct life *life)
{
    int error = verdict();

    life->failed = error;
    return error;
}

static int probe(struct xenbus_device *device)
{
    int error = verdict();

    HOLDS(!device->data && device->backend_domain < DOMID_FIRST_RESERVED);
    if (!error) {
        device->data = calloc(1, sizeof(struct life));
        probed++;
    }
    return error;
}

static int connect(struct xenbus_device *device)
{
    struct life *life = device->data;

    HOLDS(life && !life->offered && !life->failed);
    life->offered = true;
    life->connection = connection;
    return fails(life);
}

static int connected(struct xenbus_device *device)
{
    struct life *life = device->data;

    HOLDS(life->offered && !life->up && life->connection == connection);
    life->up = true;
    return fails(life);
}

static int reconfigure(struct xenbus_device *device, bool done)
{
    struct life *life = device->data;

    HOLDS(life->offered && life->up && life->changing == done);
    life->changing = !done;
    return fails(life);
}

/* Rings are withdrawn exactly once each time they were offered. */
static void disconnect(struct xenbus_device *device)
{
    struct life *life = device->data;

    HOLDS(life->offered && life->connection == connection);
    *life = (struct life){ .failed = life->failed };
}

static void resume(struct xenbus_device *device)
{
    struct life *life = device->data;

    HOLDS(life->offered && life->connection != connection);
    life->connection = connection;
}

static void removed(struct xenbus_device *device)
{
    HOLDS(!((struct life *)device->data)->offered);
    free(device->data);
    probed--;
}

/* --- what happens ------------------------------------------------------------------------- */

static void change_node(struct node *node)
{
    static const char *const values[] = { "1", "2", "4", "5", "6", "7", "8", "3", "0", "/a", "/b", "9", "255", "4294967298" };
    uint32_t which = fuzz_below(18);

    node->there = which != 17;
    if (which < 14)
        strcpy(node->value, values[which]);
    else if (which == 16)
        memset(node->value, '7', sizeof(node->value) - 1);
    else
        fuzz_text(node->value, sizeof(node->value));
}

/* Makes the nodes of a device as the toolstack does. */
static void plug(unsigned int device)
{
    unsigned int i;

    for (i = 0; i < 3; i++) {
        nodes[device * 3 + i].there = true;
        strcpy(nodes[device * 3 + i].value, i == 0 ? "1" : i == 1 ? "0" : device ? "/b" : "/a");
    }
}

static void tell(unsigned int which, bool own)
{
    struct xenstore_watch *watch = watches[which];
    char path[100];

    if (!watch)
        return;
    own |= first_event[which];
    first_event[which] = false;
    if (!own && fuzz_byte() & 1)
        snprintf(path, sizeof(path), "%s", nodes[fuzz_below(NODES)].path);
    else if (!own)
        fuzz_text(path, sizeof(path));
    watch->changed(watch, own ? watch->path : path);
}

/* Takes a device as far as it goes when all is well. */
static void walk(unsigned int device)
{
    static const char *const states[] = { "2", "4", "7", "8" };
    uint32_t i, steps = fuzz_below(5);

    plug(device);
    tell(0, true);
    for (i = 0; i < steps; i++) {
        nodes[6 + device].there = true;
        strcpy(nodes[6 + device].value, states[i]);
        tell(1, true);
        tell(2, true);
    }
}

static void step(void)
{
    switch (fuzz_below(8)) {
    case 0:
        walk(fuzz_below(2));
        break;
    case 1:
    case 2:
    case 3:
        change_node(&nodes[fuzz_below(NODES)]);
        break;
    case 4:
    case 5:
        tell(fuzz_below(WATCHES), fuzz_byte() & 1);
        break;
    case 6:
        fail_in = fuzz_below(6);
        break;
    case 7:
        connection++;
        memset(first_event, true, sizeof(first_event));
    }
}

static void unplug_all(void)
{
    size_t i;

    whole = true;
    for (i = 0; i < NODES; i++)
        nodes[i].there = false;
    driver.watch.changed(&driver.watch, driver.watched);
    HOLDS(!probed && !driver.devices);
    xenstore_unwatch(&driver.watch);
    for (i = 0; i < WATCHES; i++)
        HOLDS(!watches[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t i;

    fuzz_begin(data, size);
    driver = (struct xenbus_driver){
        .type = "fuzz", .probe = probe, .connect = connect, .connected = connected,
        .reconfigure = reconfigure, .disconnect = disconnect, .resume = resume, .remove = removed,
    };
    connection = 1;
    fail_in = 0;
    whole = false;
    for (i = 0; i < NODES; i++)
        nodes[i].there = false;
    HOLDS(!xenbus_register(&driver));
    while (fuzz_more())
        step();
    unplug_all();
    return 0;
}
