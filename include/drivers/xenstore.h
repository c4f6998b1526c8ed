/*
 * Xenstore: the tree of small values that Xen's tools and the domains share.
 *
 * The first call opens the connection; an image that makes none has none.
 * Paths are absolute, or relative to /local/domain/<this domain>, and at most
 * 3072 or 2048 bytes long; path and value together have room in 4096 bytes.
 *
 * Thread context, any number of threads at once; none polls. All calls return 0
 * or more, or a negative errno: what the daemon answered (-ENOENT, -EACCES,
 * -EINVAL, -ENOSPC for a quota, ...), or
 *     -ENODEV     this domain has no xenstore
 *     -E2BIG      request or answer do not fit
 *     -ETIMEDOUT  no answer in time; the request may still be carried out
 *     -EPROTO     the answer breaks the protocol
 *     -EIO        ring indices that make no sense
 * After a message longer than the protocol allows, or such indices, nobody knows
 * where the next message begins: every call fails with that error, until the
 * domain is restored.
 *
 * A request that save and restore interrupts is sent again: it is carried out
 * once or twice. Rests on <xen/io/xs_wire.h>.
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

/* Where a call says NULL for its transaction, it stands alone. */
struct xenstore_transaction {
    uint32_t id;
    unsigned int connection;    /* it is lost with the connection it was begun on */
};

/* --- values and nodes ---------------------------------------------------- */

/*
 * Reads a value, puts a 0 behind it, and returns its length, which size must
 * exceed (-E2BIG). A value is bytes: it may have zeros in it.
 */
int xenstore_read(const struct xenstore_transaction *transaction, const char *path, char *value,
                  size_t size);

/* Writes a value; makes the node, and those above it, where there is none. */
int xenstore_write(const struct xenstore_transaction *transaction, const char *path,
                   const void *value, size_t length);

/*
 * The same without waiting; a refusal is only logged. -EAGAIN: no room for it
 * now. What is posted goes with the next request, or when several were posted,
 * in one go, with xenstore_send_posted(). Any context.
 */
void xenstore_send_posted(void);
int xenstore_post_text(const char *path, const char *text);

/* The same for numbers, in decimal. -EINVAL: what was read is no number, or too large a one. */
int xenstore_read_number(const struct xenstore_transaction *transaction, const char *path,
                         uint64_t *number);
int xenstore_write_number(const struct xenstore_transaction *transaction, const char *path,
                          uint64_t number);

/* The same for text. */
int xenstore_write_text(const struct xenstore_transaction *transaction, const char *path,
                        const char *text);

/* Makes an empty node; one that is there stays as it is. */
int xenstore_mkdir(const struct xenstore_transaction *transaction, const char *path);

/* Removes a node and all below it; -ENOENT if the node above it is not there either. */
int xenstore_rm(const struct xenstore_transaction *transaction, const char *path);

/* The names of a node's children, one after the other, each with its 0. Returns how many. */
int xenstore_ls(const struct xenstore_transaction *transaction, const char *path, char *names,
                size_t size);

/* --- permissions --------------------------------------------------------- */

#define XENSTORE_MAY_READ   1
#define XENSTORE_MAY_WRITE  2

/* The first of a node's list is its owner, who may do all, and what those not named may do. */
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
 * Between these two, what is read does not change, and what is written is not
 * seen by others; it is there at once, and whole, at an end with commit.
 * -EAGAIN, of the end or of a call inside: another changed what this one used,
 * or the domain was restored: nothing was written, begin again. The end frees
 * the transaction, whatever it returns.
 */
int xenstore_transaction_begin(struct xenstore_transaction *transaction);
int xenstore_transaction_end(const struct xenstore_transaction *transaction, bool commit);

/*
 * Runs body in a transaction, again for each -EAGAIN, at most XENSTORE_TRIES
 * times; commits if it returned 0 or more, and returns that. An error of body
 * undoes what it did.
 */
#define XENSTORE_TRIES 100
int xenstore_transaction(int (*body)(const struct xenstore_transaction *transaction, void *data),
                         void *data);

/* --- watches ------------------------------------------------------------- */

/*
 * A watch tells of each change at a path or below it. Its storage and the path
 * are the caller's, and stay as they are until xenstore_unwatch().
 *
 * changed() runs in the thread `xenstore`, one call at a time for all watches;
 * it may use xenstore, also to watch and unwatch. It is given the path that
 * changed, written as the watch's own path is (absolute or relative). It is
 * called with the watch's own path, which means "look at all of it", once when
 * the watch is set, once after restore, and when more changes came than could
 * be kept: no change is lost, but changes may be told as one.
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
 * The same without waiting, for start-up. It is not told when it is set, but if
 * there is a value at the path looked at (NULL: none). -EAGAIN: no room for it now.
 */
int xenstore_post_watch(struct xenstore_watch *watch, const char *look_at);

/*
 * Takes it back. When this returns, changed() does not run and will not, unless
 * this is called inside it. -ENOENT: it was not set.
 */
int xenstore_unwatch(struct xenstore_watch *watch);

/* --- the connection ------------------------------------------------------ */

/* How long to wait for an answer, in ns, from the next call on; 30 s at first. */
void xenstore_set_timeout(uint64_t nanoseconds);

/* Messages that nobody waited for: late answers, wrong ids, events of no watch. Any context. */
unsigned int xenstore_strays(void);

/* Which connection this is, 0 before the first; another one after each restore. Any context. */
unsigned int xenstore_connection(void);

/*
 * Opens the connection on a ring and a port that are not start_info's: an
 * in-guest daemon, for tests. Before any other call, or after the connection was
 * given up; else -EBUSY.
 */
int xenstore_open(volatile struct xenstore_domain_interface *ring, evtchn_port_t port);

/*
 * For the life cycle. suspend: waits until what is in flight is answered; new
 * requests sleep. Then the domain is suspended, and after it resume is called:
 * cancelled, if it goes on as the same domain, and all goes on as it was. Else
 * the connection is made anew from start_info (ports have no handlers by then),
 * requests without an answer are sent again, watches are set again, open
 * transactions are lost; what cannot be is logged. Without a connection both do
 * nothing. One thread at a time; it may be changed().
 */
int xenstore_suspend(void);
void xenstore_resume(bool cancelled);

#endif
