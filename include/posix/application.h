/*
 * The application: from its thread to its exit code. Private to kernel/.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_APPLICATION_H
#define POSIX_APPLICATION_H

/* Makes the thread that runs main(). */
void application_start(void);

#endif
