# SPDX-License-Identifier: MIT
# 96 KiB for kernel, all of printf() and hello. If it grows beyond that, find the cause; do not raise this.
APP_SIZE_MAX := 98304

APP_ARGS := first 'the second' third
