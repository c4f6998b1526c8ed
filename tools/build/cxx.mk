# SPDX-License-Identifier: MIT
# Needed by applications with C++ only: g++, the C++ library, the unwinder and its tables. For other
# applications nothing of this is built, fetched or linked.

CXX_SRCS := $(filter %.cc %.cpp %.cxx,$(APP_SRCS))

ifneq ($(CXX_SRCS),)
LIBSTDCXX       := build/libstdcxx
LIBSTDCXX_DIR   := $(LIBSTDCXX)/install
LIBSTDCXX_READY := $(LIBSTDCXX_DIR)/lib/libstdc++.a

PACKAGES    += g++
# This linker script comes first: INSERT inserts it into the one after it.
CXX_LDFLAGS := -T arch/$(ARCH)/cxx.lds -Wl,--eh-frame-hdr
CXX_LIBS    := $(LIBSTDCXX_READY) $(LIBSTDCXX_DIR)/lib/libgcc_eh.a
APP_READY   += $(LIBSTDCXX_READY)

# C++ headers come before those of C, which they wrap.
CXX_INCLUDES := $(addprefix -isystem $(LIBSTDCXX_DIR)/include,/ /i686-elf /backward)
# -fsanitize=vptr, which checks dynamic types, needs the sanitizer's own run-time library.
APP_CXX = $(CXX) -std=gnu++17 $(CXX_INCLUDES) $(BASE_FLAGS) $(STACK_CHECKED) -fno-sanitize=vptr $(APP_CXXFLAGS)

$(LIBSTDCXX_READY): tools/build/libstdcxx include/libc_features.h include/libcxx_features.h $(NEWLIB_READY) \
	$(addprefix include/libc/sys/,dirent.h stat.h statvfs.h)
	$(Q)tools/build/libstdcxx $(LIBSTDCXX) $(NEWLIB_DIR) include/libc include/libc_features.h include/libcxx_features.h

$(filter %.cc.o %.cpp.o %.cxx.o,$(APP_OBJS)): $(APP_BUILD)/%.o: /% $(APP_READY)
	@echo '  CXX     $(<:$(ROOT)/%=%)'
	$(Q)mkdir -p $(@D)
	$(Q)$(APP_CXX) -MMD -MP -c $< -o $@

$(IMAGE).debug: arch/$(ARCH)/cxx.lds
endif
