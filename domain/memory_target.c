/*
 * memory/target: how much memory the operator wants this domain to have.
 *
 * The target counts the whole domain, and the PV shim keeps part of that for itself.
 * So under the shim the target read at boot changes nothing; it tells how much the
 * shim keeps. The shim is recognised by its limit: not a page more than it gave.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <arch/layout.h>
#include <diag/log.h>
#include <domain/memory_target.h>
#include <drivers/xenstore.h>
#include <hypercall/memory.h>
#include <lib/util.h>
#include <mm/balloon.h>
#include <mm/p2m.h>

#define TARGET      "memory/target"
#define PAGE_KIB    (PAGE_SIZE >> 10)

/* KiB of the target that are not ours. */
static uint64_t others_kib;
static bool known;

static void target_log(const char *why, uint64_t kib)
{
    log_printf(TARGET ": %llu KiB %s; it is %llu now\n", (unsigned long long)kib, why,
               (unsigned long long)p2m_present() * PAGE_KIB + others_kib);
}

static void target_shrink(size_t pages, uint64_t kib)
{
    if (balloon_give(pages) < pages)
        target_log("is less than is in use", kib);
}

static void target_grow(size_t pages, uint64_t kib)
{
    size_t away = p2m_pages() - p2m_present();

    if (balloon_take(MIN(pages, away)) < pages)
        target_log(pages > away ? "is more than there can be" : "is more than Xen gives", kib);
}

static void move_to(uint64_t kib)
{
    uint64_t pages = kib > others_kib ? (kib - others_kib) / PAGE_KIB : 0;
    size_t has = p2m_present();

    if (pages > SIZE_MAX)
        pages = SIZE_MAX;
    if (pages < has)
        target_shrink(has - pages, kib);
    else if (pages > has)
        target_grow(pages - has, kib);
}

static void target_changed(struct xenstore_watch *watch, const char *path)
{
    uint64_t kib, ours = (uint64_t)p2m_present() * PAGE_KIB;
    int error = xenstore_read_number(NULL, TARGET, &kib);

    (void)watch;
    (void)path;
    if (error) {
        log_printf(TARGET ": cannot be read, or makes no sense: %d\n", error);
    } else if (known) {
        move_to(kib);
    } else {
        known = true;
        others_kib = kib > ours ? kib - ours : 0;
    }
}

void memory_target_init(void)
{
    static struct xenstore_watch watch = { .path = TARGET, .changed = target_changed };
    unsigned long most = 0;
    int error = memory_maximum_reservation(&most);

    known = most > p2m_pages();
    if (!error)
        error = xenstore_post_watch(&watch, known ? NULL : TARGET);
    if (error && error != -ENODEV)
        log_printf("ringlet: xl mem-set has no effect: %d\n", error);
}
