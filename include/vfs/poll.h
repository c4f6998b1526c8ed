/*
 * For kinds of file whose readiness changes: how those that wait for it learn.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_POLL_H
#define VFS_POLL_H

/*
 * What `ready` of some file returns has changed, or may have. All that poll()
 * look again. Any context.
 */
void poll_changed(void);

#endif
