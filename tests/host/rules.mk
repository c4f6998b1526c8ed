# SPDX-License-Identifier: MIT
# Extra sources of host tests besides tests/host/<name>.c; `make host-check` is in tests/rules.mk.

build/host/ksyms.S: tests/host/ksyms.nm tools/build/ksyms
	$(Q)mkdir -p $(@D)
	$(Q)tools/build/ksyms <$< >$@

build/host/ksyms: tests/host/ksyms.c tests/host/check.h diag/ksyms.c include/diag/ksyms.h build/host/ksyms.S | $(TOOLS_READY)
	@echo '  HOSTCC  $<'
	$(Q)$(CC) $(HOST_CFLAGS) $(filter %.c %.S,$^) -o $@
