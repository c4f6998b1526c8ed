/*
 * Where C modules would lie, as Debian's build writes it. Here are none to load.
 */
/* SPDX-License-Identifier: MIT */
#define DEB_HOST_MULTIARCH "ringlet"
