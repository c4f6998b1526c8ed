/*
 * What a compiler's start files have for C++.
 */
/* SPDX-License-Identifier: MIT */

/* Its address tells destructors of one loaded file from those of another. Here is but one. */
extern void *__dso_handle;
void *__dso_handle = &__dso_handle;
