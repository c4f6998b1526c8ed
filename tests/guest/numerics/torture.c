/*
 * Meschach's own test, as it is, under another name than main().
 */
/* SPDX-License-Identifier: MIT */
#define main torture_main
#include <torture.c>
