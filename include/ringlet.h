/*
 * Ringlet for applications: what the C library has no word for.
 *
 * Manners of the C library: sizes in bytes, -1 or NULL with errno on failure.
 * Thread context, unless it says otherwise. Each function says what it becomes
 * to Xen; <xen/...> names the public header that describes that.
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
 * size bytes of zeros, rounded up to whole pages, at a place of its own with an
 * unmapped page before and after it. RINGLET_READ is always in protection.
 * EINVAL: size is 0, or that protection cannot be had. ENOMEM: out of frames,
 * or of the 128 MiB of addresses that mappings share.
 *
 * Becomes one mmu_update with an entry for each page in a batch of one trap;
 * where no page table was, the table is filled while it is ordinary memory and
 * validated whole: two traps for 512 pages. <xen/xen.h>
 */
void *ringlet_map(size_t size, int protection);

/*
 * Gives pages of ringlet_map() another protection. address is that of a page,
 * size is rounded up. EINVAL: not so, or such a protection cannot be had.
 * EFAULT: a page of the range is not from ringlet_map(); nothing has changed.
 *
 * Becomes mmu_update, and mmuext_op INVLPG_LOCAL for each of up to 8 pages or
 * TLB_FLUSH_LOCAL for more, in one batch. <xen/xen.h>
 */
int ringlet_protect(void *address, size_t size, int protection);

/*
 * Unmaps pages of ringlet_map(), all of a mapping or a part, and frees them.
 * EINVAL and EFAULT as above.
 *
 * Becomes update_va_mapping for one page, for more what ringlet_protect() does.
 */
int ringlet_unmap(void *address, size_t size);

/*
 * Makes this CPU forget what it knows of the pages of a range; NULL and 0: of
 * all. Only who changes page tables by other means needs it. EINVAL: address is
 * not that of a page.
 *
 * Becomes mmuext_op INVLPG_LOCAL for each page, or TLB_FLUSH_LOCAL. <xen/xen.h>
 */
int ringlet_flush(void *address, size_t size);

/* --- descriptors --------------------------------------------------------- */

#define RINGLET_SEGMENTS 512

/*
 * Makes segment number index of this thread span size bytes from base, and
 * returns its selector, for a segment register that the kernel leaves to
 * applications (docs/segments.md); size 0 takes it away, and returns 0. Above 1 MiB sizes are whole pages: the limit is rounded up. The
 * selector lasts until the code that loaded it blocks or ends. EINVAL: index is
 * not below RINGLET_SEGMENTS, or protection is not READ, READ|WRITE or
 * READ|EXEC. ENOMEM: no page for the thread's table.
 *
 * Becomes mmuext_op SET_LDT, the first time in a thread, and update_descriptor;
 * afterwards SET_LDT is part of a switch to this thread. <xen/xen.h>
 */
int ringlet_segment(unsigned int index, const void *base, size_t size, int protection);

/* --- batches ------------------------------------------------------------- */

/*
 * Between these two what the calls above ask of Xen waits, and goes out in one
 * trap at the end, or when 32 operations or 4 KiB of arguments are full. They
 * nest; the outermost end sends. Until then nothing of it is sure to have
 * happened: leave the batch before using what it maps. ringlet_map() fills its
 * pages with zeros, so it sends what waits; protect, unmap and flush just wait.
 * EINVAL: no batch is open.
 *
 * Becomes multicall; the plain operation, if it is only one. <xen/xen.h>
 */
void ringlet_batch_begin(void);
int ringlet_batch_end(void);

/* --- events -------------------------------------------------------------- */

#define RINGLET_SELF     0x7ff0U        /* this domain, whatever its number */
#define RINGLET_NEW_PORT (-1)

/*
 * A port to another domain's: with a number, to the port it made for us; with
 * RINGLET_NEW_PORT a new one, for domain to bind to. Returns the port. EINVAL:
 * no such port over there. ENOSPC: all are in use. ESRCH: no such domain.
 *
 * Becomes event_channel_op bind_interdomain or alloc_unbound. <xen/event_channel.h>
 */
int ringlet_event_open(unsigned int domain, int remote_port);

/* Signals the other end. Any context. EINVAL: not open. Becomes event_channel_op send. */
int ringlet_event_send(int port);

/*
 * From now on its events call handler(port, data), in a thread of the kernel's with
 * 16 KiB of stack, and nobody can wait for them. The thread runs all such handlers,
 * one after the other; they may block, but those behind wait. However many events
 * come while one is queued or runs, they call it once more, when it has returned.
 * An event that nobody has waited for yet counts. EINVAL: not open, or no handler.
 * EBUSY: it has one, or a thread waits. ENOMEM.
 *
 * Becomes nothing.
 */
int ringlet_event_handle(int port, void (*handler)(int port, void *data), void *data);

/*
 * Waits until an event has come since the last wait; events are not counted.
 * EINVAL: not open, or it has a handler. ETIMEDOUT: none came in that time (NULL: no limit).
 *
 * Becomes sched_op block when no thread has work, and set_timer_op for a time.
 */
int ringlet_event_wait(int port, const struct timespec *timeout);

/*
 * Closes it; a thread that waits gets EINVAL. Its handler has returned then, unless it is
 * the one who asks. Becomes event_channel_op close.
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
    RINGLET_FLUSH_NOW,          /* no batch was open: sent as asked */
    RINGLET_FLUSH_END,          /* the outermost batch ended */
    RINGLET_FLUSH_ASKED,        /* something had to be true at once */
    RINGLET_FLUSH_ENTRIES,      /* 32 operations waited */
    RINGLET_FLUSH_ARGUMENTS,    /* 4 KiB of arguments waited */
    RINGLET_FLUSH_SWITCH        /* another thread ran */
};
unsigned long ringlet_flushes(enum ringlet_flush_reason reason);

/* --- the life of the domain ------------------------------------------------ */

enum ringlet_occasion {
    RINGLET_SHUTDOWN,           /* xl shutdown or reboot: the domain ends when all were told */
    RINGLET_SUSPEND,            /* xl save or migrate: it is suspended when all were told */
    RINGLET_RESTORED,           /* it goes on, in a new domain, perhaps on another host */
    RINGLET_CANCELLED           /* it goes on in the same: xl save -c, or the save failed */
};

/*
 * From now on tells of these: tell(occasion, data) runs in a thread of the
 * kernel's with 16 KiB of stack, while the others go on; what it does not finish
 * before it returns may be cut off. Ports to other domains are closed by a
 * restore; memory, threads, clock and ports to RINGLET_SELF are as they were.
 * ENOMEM. There is no way back.
 *
 * Becomes nothing; a suspension is sched_op shutdown. <xen/sched.h>
 */
int ringlet_on_change(void (*tell)(enum ringlet_occasion occasion, void *data), void *data);

/* --- the domain ---------------------------------------------------------- */

/* Ringlet's version, such as "0.12.0": major, minor, patch. Any context. No hypercall. <xen/elfnote.h> */
const char *ringlet_version(void);

/* "4.17.7" and what else Xen has to say of itself. Becomes xen_version, once. */
const char *ringlet_xen_version(void);

/* Bytes of memory the domain has; that are free; that 32-bit addresses cannot reach. */
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
