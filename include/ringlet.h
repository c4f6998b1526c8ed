/*
 * Ringlet for applications: what the C library has no call for.
 *
 * As in the C library, sizes are in bytes, and failure is -1 or NULL with errno.
 * Thread context, unless it says otherwise. Each function says which hypercall it
 * becomes; <xen/...> names the public header that describes that.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RINGLET_H
#define RINGLET_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- memory -------------------------------------------------------------- */

#define RINGLET_READ    1
#define RINGLET_WRITE   2
#define RINGLET_EXEC    4       /* never together with RINGLET_WRITE */

/*
 * Maps size bytes of zeros, rounded up to whole pages, with an unmapped page before
 * and after them. protection must contain RINGLET_READ. EINVAL: size is 0, or that
 * protection is not possible. ENOMEM: out of frames, or of the 128 MiB of addresses
 * that mappings share.
 *
 * Becomes one mmu_update with an entry for each page, in a batch of one trap. A new
 * page table is filled while it is ordinary memory and validated as a whole: two
 * traps for 512 pages. <xen/xen.h>
 */
void *ringlet_map(size_t size, int protection);

/*
 * Changes the protection of pages of ringlet_map(). address must be that of a page,
 * size is rounded up. EINVAL: it is not, or that protection is not possible. EFAULT: a
 * page of the range is not from ringlet_map(); nothing has changed.
 *
 * Becomes mmu_update, and mmuext_op INVLPG_LOCAL for each of up to 8 pages or
 * TLB_FLUSH_LOCAL for more, in one batch. <xen/xen.h>
 */
int ringlet_protect(void *address, size_t size, int protection);

/*
 * Unmaps pages of ringlet_map(), all of a mapping or a part, and frees them.
 * EINVAL and EFAULT as above.
 *
 * Becomes update_va_mapping for one page; for more, as ringlet_protect().
 */
int ringlet_unmap(void *address, size_t size);

/*
 * Flushes this CPU's TLB for the pages of a range; NULL and 0: for all. Only code that
 * changes page tables by other means needs it. EINVAL: address is not that of a page.
 *
 * Becomes mmuext_op INVLPG_LOCAL for each page, or TLB_FLUSH_LOCAL. <xen/xen.h>
 */
int ringlet_flush(void *address, size_t size);

/* --- descriptors --------------------------------------------------------- */

#define RINGLET_SEGMENTS 512

/*
 * Makes segment number index of this thread span size bytes from base, and returns
 * its selector, for a segment register that the kernel leaves to applications
 * (docs/segments.md); size 0 removes it and returns 0. Above 1 MiB sizes are whole
 * pages: the limit is rounded up. The register keeps the selector until the code that
 * loaded it blocks or ends. EINVAL: index is not below RINGLET_SEGMENTS, or protection
 * is not READ, READ|WRITE or READ|EXEC. ENOMEM: no page for the thread's table.
 *
 * Becomes mmuext_op SET_LDT, the first time in a thread, and update_descriptor;
 * afterwards SET_LDT is part of a switch to this thread. <xen/xen.h>
 */
int ringlet_segment(unsigned int index, const void *base, size_t size, int protection);

/* --- batches ------------------------------------------------------------- */

/*
 * Between these two the operations of the calls above are queued, and sent in one trap
 * at the end, or when there are 32 operations or 4 KiB of arguments. Batches nest; the
 * outermost end sends. Until then an operation may not have taken effect: end the
 * batch before using what it maps. ringlet_map() fills its pages with zeros, so it
 * sends the queue; protect, unmap and flush are only queued. EINVAL: no batch is open.
 *
 * Becomes multicall; the plain operation, if it is only one. <xen/xen.h>
 */
void ringlet_batch_begin(void);
int ringlet_batch_end(void);

/* --- events -------------------------------------------------------------- */

#define RINGLET_SELF     0x7ff0U        /* this domain, whatever its number */
#define RINGLET_NEW_PORT (-1)

/*
 * Opens a port to another domain. remote_port is the port that the domain made for this
 * one, or RINGLET_NEW_PORT for a new port that the domain can bind to. Returns the port.
 * EINVAL: no such remote port. ENOSPC: all are in use. ESRCH: no such domain.
 *
 * Becomes event_channel_op bind_interdomain or alloc_unbound. <xen/event_channel.h>
 */
int ringlet_event_open(unsigned int domain, int remote_port);

/* Signals the other end. Any context. EINVAL: not open. Becomes event_channel_op send. */
int ringlet_event_send(int port);

/*
 * From now on the port's events call handler(port, data), and ringlet_event_wait() is
 * not possible. A thread of the kernel with 16 KiB of stack runs all such handlers, one
 * after the other; a handler may block, but delays the others. Events that come while a
 * handler is queued or running call it once more, after it has returned. An event that
 * came before this call counts. EINVAL: not open, or no handler. EBUSY: the port has a
 * handler, or a thread waits. ENOMEM.
 *
 * Becomes nothing.
 */
int ringlet_event_handle(int port, void (*handler)(int port, void *data), void *data);

/*
 * Waits for an event; one that came since the last wait counts, several count as one.
 * EINVAL: not open, or it has a handler. ETIMEDOUT: none came in that time (NULL: no limit).
 *
 * Becomes sched_op block when no thread has work, and set_timer_op for a time.
 */
int ringlet_event_wait(int port, const struct timespec *timeout);

/*
 * Closes the port; a waiting thread gets EINVAL. When this returns the handler has
 * returned too, unless it made the call itself. Becomes event_channel_op close.
 */
int ringlet_event_close(int port);

/* --- counters ------------------------------------------------------------ */

#define RINGLET_ALL (-1)

/*
 * Traps into Xen so far: of one operation by its number in <xen/xen.h>
 * (__HYPERVISOR_*), or of all. Any context. No hypercall.
 */
unsigned long ringlet_hypercalls(int operation);

/* Why batches were sent, and how often. */
enum ringlet_flush_reason {
    RINGLET_FLUSH_NOW,          /* no batch was open: sent at once */
    RINGLET_FLUSH_END,          /* the outermost batch ended */
    RINGLET_FLUSH_ASKED,        /* something had to take effect at once */
    RINGLET_FLUSH_ENTRIES,      /* 32 operations waited */
    RINGLET_FLUSH_ARGUMENTS,    /* 4 KiB of arguments waited */
    RINGLET_FLUSH_SWITCH        /* another thread ran */
};
unsigned long ringlet_flushes(enum ringlet_flush_reason reason);

/* --- the life of the domain ------------------------------------------------ */

enum ringlet_occasion {
    RINGLET_SHUTDOWN,           /* xl shutdown or reboot: the domain ends after all functions have returned */
    RINGLET_SUSPEND,            /* xl save or migrate: the domain is suspended after all functions have returned */
    RINGLET_RESTORED,           /* continues in a new domain, perhaps on another host */
    RINGLET_CANCELLED           /* continues in the same domain: xl save -c, or the save failed */
};

/*
 * Registers a function: tell(occasion, data) runs in a thread of the kernel with 16 KiB
 * of stack, while other threads continue. The domain may end or be suspended as soon as
 * it returns. A restore closes ports to other domains; memory, threads, clock and ports
 * to RINGLET_SELF stay as they were. ENOMEM. This cannot be undone.
 *
 * Becomes nothing; a suspension is sched_op shutdown. <xen/sched.h>
 */
int ringlet_on_change(void (*tell)(enum ringlet_occasion occasion, void *data), void *data);

/* --- the domain ---------------------------------------------------------- */

/* Ringlet's version, such as "0.12.0": major, minor, patch. Any context. No hypercall. <xen/elfnote.h> */
const char *ringlet_version(void);

/* Xen's version, such as "4.17.7". Becomes xen_version, once. */
const char *ringlet_xen_version(void);

/* Bytes of memory: all of the domain's, the free ones, those beyond 32-bit addresses. */
size_t ringlet_memory_bytes(void);
size_t ringlet_memory_free(void);
size_t ringlet_memory_unreachable(void);

/* The vCPU this runs on, and how many run. The latter becomes vcpu_op is_up. */
unsigned int ringlet_vcpu(void);
unsigned int ringlet_vcpu_count(void);

#ifdef __cplusplus
}
#endif
#endif
