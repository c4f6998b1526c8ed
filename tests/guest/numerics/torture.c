/*
 * Meschach's own test, unchanged except for the name of main().
 */
/* SPDX-License-Identifier: MIT */
#define main torture_main
#include <torture.c>
