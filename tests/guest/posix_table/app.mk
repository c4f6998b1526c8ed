# SPDX-License-Identifier: MIT
# A C file that refers to every call that docs/posix/posix.md lists as supported.
APP_MADE := $(ROOT)/build/posix_table/calls.c
APP_SRCS := main.c $(APP_MADE)

$(APP_MADE): docs/posix/posix.md tests/posix_table.py
	$(Q)mkdir -p $(@D)
	$(Q)tests/posix_table.py calls $< >$@
