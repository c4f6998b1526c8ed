/*
 * Requests of the tools, which come by xenstore: xl shutdown, reboot, sysrq,
 * save, migrate. Rests on docs/misc/xenstore-paths of Xen.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_CONTROL_H
#define DOMAIN_CONTROL_H

/* At boot: from here on the thread `xenstore` answers requests. */
void control_init(void);

#endif
