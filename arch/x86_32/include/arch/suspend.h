/*
 * Suspending: what the tools find in the saved domain, and what is made anew after
 * restore.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_SUSPEND_H
#define ARCH_SUSPEND_H

/*
 * At boot: tells the tools where the p2m list is, without which they cannot save
 * this domain. Those of Xen 4.6 and later know this kind of list.
 */
void arch_publish_p2m(void);

/*
 * Suspends. 0: restored, in a new domain; start_info, shared_info, page tables and this
 * vCPU's record are valid again, nothing else is. 1: cancelled, and nothing has changed.
 * Or a negative errno: Xen refused. Kernel lock held, by a thread on the kernel's own
 * root table.
 */
int arch_suspend(void);

#endif
