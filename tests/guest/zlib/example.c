/*
 * zlib's example, as it is, under another name than main().
 */
/* SPDX-License-Identifier: MIT */
#define main example_main
#include <example.c>
