/*
 * What is done before the domain is suspended, and after: an entry of a table, in the file that it
 * is about. domain/lifecycle.c walks the table and knows none of these files.
 *
 *     static const struct suspend_hook hook SUSPEND_HOOK(kernel, 50) = { ... };
 *
 * In the order of the table, and back in the reverse order:
 *
 *     thread     in a thread, nothing locked: may wait
 *     optional   kernel lock held; its file is linked only into programs that use it, and the hook
 *                then only if suspend_hook_use() refers to it
 *     kernel     kernel lock held
 *
 * and within a group by two digits.
 */
/* SPDX-License-Identifier: MIT */
#ifndef EVENTS_SUSPEND_HOOK_H
#define EVENTS_SUSPEND_HOOK_H

#include <stdbool.h>
#include <lib/table.h>

struct suspend_hook {
    /*
     * 0, or a negative errno: then the domain is not suspended, and those before it are resumed
     * as cancelled. NULL: there is nothing to do.
     */
    int (*suspend)(void);
    /* The domain goes on: cancelled, as the same one; or restored, as a new one. */
    void (*resume)(bool cancelled);
};

#define SUSPEND_HOOK(group, order) \
    TABLE_ENTRY(".suspend_hooks." #group "." #order, struct suspend_hook)

/* A look at the hook, for the linker: whoever calls it has the hook in the image. */
static inline void suspend_hook_use(const struct suspend_hook *hook)
{
    (void)*(void (*const volatile *)(bool cancelled))&hook->resume;
}

#endif
