/*
 * What there is to report, as tables: an entry stands in the file that it is about.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_REPORT_H
#define DIAG_REPORT_H

#include <stdbool.h>
#include <lib/table.h>

/*
 * Tells whether something outside the threads may still wake one. While one of these says so,
 * threads that all wait are no deadlock. Kernel lock held.
 *
 *     static waker_fn *const waker WAKER = ports_may_wake;
 */
typedef bool waker_fn(void);
#define WAKER TABLE_ENTRY(".wakers", waker_fn *)

/*
 * What `xl sysrq` may ask for. act: in the thread `xenstore`, nothing locked.
 *
 *     static const struct sysrq sysrq SYSRQ = { "t threads", threads_report };
 */
struct sysrq {
    const char *what;           /* begins with its key */
    void (*act)(void);
};
#define SYSRQ TABLE_ENTRY(".sysrq", struct sysrq)

#endif
