# SPDX-License-Identifier: MIT
# What an application with C++ in it needs besides: g++, the C++ library, the unwinder and
# its tables. Nothing of it is built, fetched or linked for others.

CXX_SRCS := $(filter %.cc %.cpp %.cxx,$(APP_SRCS))

ifneq ($(CXX_SRCS),)
LIBSTDCXX       := build/libstdcxx
LIBSTDCXX_DIR   := $(LIBSTDCXX)/install
LIBSTDCXX_READY := $(LIBSTDCXX_DIR)/lib/libstdc++.a

PACKAGES    += g++
# The script first: what is before INSERT is what is inserted.
CXX_LDFLAGS := -T arch/$(ARCH)/cxx.lds -Wl,--eh-frame-hdr
CXX_LIBS    := $(LIBSTDCXX_READY) $(LIBSTDCXX_DIR)/lib/libgcc_eh.a
APP_READY   += $(LIBSTDCXX_READY)

# Its headers go before those of C, which they wrap.
CXX_INCLUDES := $(addprefix -isystem $(LIBSTDCXX_DIR)/include,/ /i686-elf /backward)
# Whether an object is what its pointer says (UBSAN=1) only the sanitizer's own run-time can tell.
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
