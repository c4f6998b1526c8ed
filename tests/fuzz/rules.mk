# SPDX-License-Identifier: MIT
# Fuzzing on this machine: the guest's own sources under libFuzzer. A target is tests/fuzz/<name>.c.

FUZZ_TARGETS := $(basename $(notdir $(wildcard tests/fuzz/*.c)))
TARGETS ?= $(FUZZ_TARGETS)
FUZZ_RUNS := 20000
# Rare transitions of this target need more runs.
FUZZ_RUNS_xenbus := 100000

# Sources of a target besides PURE_SRCS; tests/fuzz/fake replaces the machine.
FUZZ_SRCS_ramdisk := $(addprefix fs/ramdisk/,ramdisk.c place_file.c) $(addprefix vfs/,entries.c node.c node_file.c)
FUZZ_SRCS_xenbus := drivers/xenbus/device.c drivers/xenbus/scan.c
FUZZ_SRCS_xenstore_client := $(addprefix drivers/xenstore/,client.c request.c watch.c values.c transaction.c)

# The fuzzer's runtime is C++, which needs its own package for 32 bits.
FUZZ_READY := build/fuzz/ready
$(FUZZ_READY): | $(TOOLS_READY)
	$(Q)tools/build/need-packages clang-14 libclang-rt-14-dev lib32stdc++-12-dev
	$(Q)mkdir -p $(@D) && touch $@

FUZZ_CC = clang-14 $(PURE_CFLAGS:-Iinclude=-Itests/fuzz/fake -Iinclude) -fsanitize=fuzzer

.SECONDEXPANSION:
build/fuzz/%: tests/fuzz/%.c $$(FUZZ_SRCS_$$*) $(PURE_SRCS) tests/fuzz/fuzz.h tests/archive_build.h \
		$(wildcard tests/fuzz/fake/*/*.h) $(PURE_HEADERS) $(XEN_READY) $(FUZZ_READY)
	@echo '  FUZZCC  $<'
	$(Q)$(FUZZ_CC) $(filter %.c,$^) -o $@

.PHONY: fuzz
fuzz: $(addprefix build/fuzz/,$(TARGETS)) ## fuzz the pure code for SECONDS (60) each; TARGETS=names
	$(Q)for target in $(TARGETS); do \
		mkdir -p build/fuzz/corpus/$$target && tests/fuzz/run $$target \
			-max_total_time=$(or $(SECONDS),60) build/fuzz/corpus/$$target || exit 1; done

.PHONY: fuzz-check
fuzz-check: $(addprefix build/fuzz/,$(TARGETS)) ## the same for a fixed number of inputs from a fixed seed
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/fuzz
	$(Q)$(foreach target,$(TARGETS),tests/part $(CHECK)/fuzz \
		tests/fuzz/run $(target) -seed=1 -runs=$(or $(FUZZ_RUNS_$(target)),$(FUZZ_RUNS));)
