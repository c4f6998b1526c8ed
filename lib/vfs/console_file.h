/*
 * The console as a file: what the first three descriptors are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_FILE_H
#define CONSOLE_FILE_H

#include <vfs/file.h>

extern struct file console_file;

#endif
