# SPDX-License-Identifier: MIT
# A C file that refers to all that docs/posix.md says is there.
APP_SRCS := main.c $(ROOT)/build/posix_table/calls.c

$(ROOT)/build/posix_table/calls.c: docs/posix.md tests/posix_table.py
	$(Q)mkdir -p $(@D)
	$(Q)tests/posix_table.py calls $< >$@
