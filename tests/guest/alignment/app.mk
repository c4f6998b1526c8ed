# SPDX-License-Identifier: MIT
# With SSE the compiler relies on the ABI's stack alignment, and the code faults if it is wrong.
APP_SRCS   := main.c variables.cc
APP_CFLAGS := -msse2
APP_CXXFLAGS := -msse2
