/*
 * zlib's minigzip, as it is, under another name than main(), and with streams of
 * its thread's for stdin and stdout.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include "programs.h"

#undef stdin
#undef stdout
#define stdin  minigzip_in
#define stdout minigzip_out
#define main   minigzip_main
#include <minigzip.c>
