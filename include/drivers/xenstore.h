/*
 * Xenstore: the tree of small values that Xen's tools and the domains share.
 *
 * The first call opens the connection; an image that makes no call has none.
 * Paths are absolute, or relative to /local/domain/<this domain>, and at most
 * 3072 or 2048 bytes long; path and value together have room in 4096 bytes.
 *
 * Thread context, any number of threads at once; waiting threads sleep. All calls return
 * 0 or more, or a negative errno: the daemon's answer (-ENOENT, -EACCES,
 * -EINVAL, -ENOSPC for a quota, ...), or
 *     -ENODEV     this domain has no xenstore
 *     -E2BIG      request or answer does not fit
 *     -ETIMEDOUT  no answer in time; the request may still be carried out
 *     -EPROTO     the answer breaks the protocol
 *     -EIO        ring indices that make no sense
 * After a message longer than the protocol allows, or after such indices, the start
 * of the next message is unknown: every call fails with that error until the domain
 * is restored.
 *
 * A request that is interrupted by save and restore is sent again, so it may be
 * carried out twice. Rests on <xen/io/xs_wire.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_XENSTORE_H
#define DRIVERS_XENSTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <hypercall/xen.h>
#include <xen/event_channel.h>
#include <xen/io/xs_wire.h>

/* A call whose transaction is NULL stands alone. */
struct xenstore_transaction {
    uint32_t id;
    unsigned int connection;    /* a transaction ends with the connection it was begun on */
};

/* --- values and nodes ---------------------------------------------------- */

/*
 * Reads a value, puts a 0 behind it, and returns its length, which must be less than
 * size (-E2BIG). A value is bytes and may contain zeros.
 */
int xenstore_read(const struct xenstore_transaction *transaction, const char *path, char *value,
                  size_t size);

/* Writes a value; makes the node, and missing nodes above it. */
int xenstore_write(const struct xenstore_transaction *transaction, const char *path,
                   const void *value, size_t length);

/*
 * The same without waiting; a refusal is only logged. -EAGAIN: no room for it now.
 * A posted write is sent with the next request, or together with other posted ones
 * by xenstore_send_posted(). Any context.
 */
void xenstore_send_posted(void);
int xenstore_post_text(const char *path, const char *text);

/* The same for numbers, in decimal. -EINVAL: the value read is no number, or too large. */
int xenstore_read_number(const struct xenstore_transaction *transaction, const char *path,
                         uint64_t *number);
int xenstore_write_number(const struct xenstore_transaction *transaction, const char *path,
                          uint64_t number);

/* The same for text. */
int xenstore_write_text(const struct xenstore_transaction *transaction, const char *path,
                        const char *text);

/* Makes an empty node; one that is there stays as it is. */
int xenstore_mkdir(const struct xenstore_transaction *transaction, const char *path);

/* Removes a node and all below it. 0 if only the node is missing, -ENOENT if its parent is too. */
int xenstore_rm(const struct xenstore_transaction *transaction, const char *path);

/* The names of a node's children, one after the other, each with its 0. Returns how many. */
int xenstore_ls(const struct xenstore_transaction *transaction, const char *path, char *names,
                size_t size);

/* --- permissions --------------------------------------------------------- */

#define XENSTORE_MAY_READ   1
#define XENSTORE_MAY_WRITE  2

/* A node's list begins with its owner, who may do everything, and with the rights of unlisted domains. */
struct xenstore_permission {
    domid_t domain;
    uint8_t access;             /* XENSTORE_MAY_ */
};

/* Returns how many there are, at most max (-E2BIG). */
int xenstore_get_permissions(const struct xenstore_transaction *transaction, const char *path,
                             struct xenstore_permission *permissions, size_t max);
int xenstore_set_permissions(const struct xenstore_transaction *transaction, const char *path,
                             const struct xenstore_permission *permissions, size_t count);

/* --- transactions -------------------------------------------------------- */

/*
 * Between these two calls nothing that is read changes, and others do not see what is
 * written; an end with commit makes all of it visible at once. -EAGAIN, from the end or
 * from a call inside: another domain changed what this transaction used, or the domain
 * was restored. Then nothing was written: begin again. The end frees the transaction,
 * whatever it returns.
 */
int xenstore_transaction_begin(struct xenstore_transaction *transaction);
int xenstore_transaction_end(const struct xenstore_transaction *transaction, bool commit);

/*
 * Runs body in a transaction, repeated after each -EAGAIN, at most XENSTORE_TRIES
 * times. If body returns 0 or more this commits and returns that; after an error of
 * body nothing is changed.
 */
#define XENSTORE_TRIES 100
int xenstore_transaction(int (*body)(const struct xenstore_transaction *transaction, void *data),
                         void *data);

/* --- watches ------------------------------------------------------------- */

/*
 * A watch reports each change at a path or below it. Its storage and the path belong
 * to the caller, who keeps them unchanged until xenstore_unwatch().
 *
 * changed() runs in the thread `xenstore`, one call at a time for all watches;
 * it may use xenstore, also to watch and unwatch. It is given the path that
 * changed, written as the watch's own path is (absolute or relative). It is
 * called with the watch's own path, which means "look at all of it", once when the
 * watch is set, once after restore, and when too many changes came to keep them: no
 * change is lost, but several may be reported as one.
 */
struct xenstore_watch {
    const char *path;
    void (*changed)(struct xenstore_watch *watch, const char *path);
    void *data;                 /* for changed() */

    /* The client's own. */
    struct xenstore_watch *next;
    uint32_t token;
    bool missed, quiet, posted;
};

/* Sets a watch; the caller has filled in path and changed. -ENOMEM: no thread. */
int xenstore_watch(struct xenstore_watch *watch);

/*
 * The same without waiting, for start-up. changed() is not called when the watch is set,
 * only if the path `look` has a value (NULL: none). -EAGAIN: no room for it now.
 */
int xenstore_post_watch(struct xenstore_watch *watch, const char *look_at);

/*
 * Removes a watch. When this returns, changed() does not run and will not run again,
 * unless this is called inside it. -ENOENT: it was not set.
 */
int xenstore_unwatch(struct xenstore_watch *watch);

/* --- the connection ------------------------------------------------------ */

/* How long to wait for an answer, in ns, from the next call on; initially 30 s. */
void xenstore_set_timeout(uint64_t nanoseconds);

/* The number of unexpected messages: late answers, wrong ids, events of no watch. Any context. */
unsigned int xenstore_strays(void);

/* The number of the connection: 0 before the first, a new one after each restore. Any context. */
unsigned int xenstore_connection(void);

/*
 * Opens the connection on a ring and a port other than start_info's: an in-guest
 * daemon, for tests. Allowed before any other call, or after the connection was given
 * up; else -EBUSY.
 */
int xenstore_open(volatile struct xenstore_domain_interface *ring, evtchn_port_t port);

/*
 * For the life cycle. suspend waits until requests in flight are answered; new ones
 * sleep. Then the domain is suspended, and after it resume is called. If the suspension
 * was cancelled, everything goes on as before. Otherwise the connection is made anew
 * from start_info (ports have no handlers by then), unanswered requests are sent again,
 * watches are set again, and open transactions are lost; failures are logged. Without a
 * connection both do nothing. One thread at a time, which may be the one that runs
 * changed().
 */
int xenstore_suspend(void);
void xenstore_resume(bool cancelled);

#endif
