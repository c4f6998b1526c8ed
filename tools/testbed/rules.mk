# SPDX-License-Identifier: MIT
# The real Xen that guests run on, and `make run`.

TESTBED := build/testbed

# This machine, if it is a dom0; else QEMU with stock Xen and the PV shim, as most users have.
XEN_CAPABILITIES ?= /proc/xen/capabilities
HOST ?= $(shell grep -qs control_d $(XEN_CAPABILITIES) && echo xen || echo shim)
HOSTS := shim pv pv-release xen
ifeq ($(filter $(HOST),$(HOSTS)),)
$(error HOST=$(HOST): it is one of $(HOSTS))
endif

$(TESTBED)/debian/vmlinux: tools/testbed/fetch-debian
	$(Q)tools/testbed/fetch-debian $(TESTBED)
	$(Q)touch $@

$(TESTBED)/dom0.cpio.gz: tools/testbed/dom0-image $(wildcard tools/testbed/dom0/*) \
		$(TESTBED)/debian/vmlinux
	$(Q)tools/testbed/dom0-image $(TESTBED)

# The build takes minutes, so a changed script does not repeat it; make testbed-clean does.
$(TESTBED)/xen-debug $(TESTBED)/xen-release: $(TESTBED)/xen-%: | tools/testbed/build-xen
	$(Q)tools/testbed/build-xen $(TESTBED) $*
	$(Q)touch $@

$(TESTBED)/qemu.ready:
	$(Q)tools/build/need-packages qemu-system-x86 python3
	$(Q)mkdir -p $(@D) && touch $@

HOST_FILES_shim := $(addprefix $(TESTBED)/,qemu.ready dom0.cpio.gz)
HOST_FILES_pv := $(HOST_FILES_shim) $(TESTBED)/xen-debug
HOST_FILES_pv-release := $(HOST_FILES_shim) $(TESTBED)/xen-release
HOST_FILES_xen :=

.PHONY: run
run: $(IMAGE).elf $(IMAGE).cfg $(HOST_FILES_$(HOST)) ## run APP under xl create (HOST=shim, pv, pv-release, xen; MEMORY=MiB, EXTRA=arguments, ACCEL=kvm)
	$(Q)V=$(V) ACCEL=$(ACCEL) tools/testbed/run $(HOST) $(TESTBED) $(IMAGE).cfg \
		$(if $(MEMORY),memory=$(MEMORY)) $(if $(EXTRA),extra=$(call config_text,$(EXTRA)))

.PHONY: testbed
testbed: $(HOST_FILES_$(HOST)) ## prepare the Xen of HOST without running anything

.PHONY: testbed-clean
testbed-clean: ## remove the Xens and the dom0 image
	rm -rf $(TESTBED)
