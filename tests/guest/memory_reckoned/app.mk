# SPDX-License-Identifier: MIT
# A ramdisk of 2 MiB; without APP_MEMORY make computes the memory needed.
LARGE       := $(ROOT)/$(BUILD)/app/memory_reckoned/large
APP_RAMDISK := $(LARGE)
APP_MADE    := $(LARGE)
# One function has 900 KiB of stack.
APP_CFLAGS  := -Wno-stack-usage -Wno-frame-larger-than

$(LARGE):
	$(Q)mkdir -p $(@D)
	$(Q)head -c 2097152 /dev/zero | tr '\0' r >$@
