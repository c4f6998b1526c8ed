/*
 * Pipes and SIGPIPE.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_FILES_PIPE_SIGNAL_H
#define POSIX_FILES_PIPE_SIGNAL_H

/* From here on who writes where nobody reads gets SIGPIPE: by each call that makes a pipe. */
void pipe_use_signals(void);

#endif
