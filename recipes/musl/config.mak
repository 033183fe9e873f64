# SPDX-License-Identifier: MIT
# What musl's configure would write, without its guesses about the machine.
ARCH = wasm32
SUBARCH =
srcdir = .
prefix = /usr
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
libdir = $(prefix)/lib
includedir = $(prefix)/include
SHARED_LIBS =
LLVM = -19
AR = llvm-ar$(LLVM)
RANLIB = llvm-ranlib$(LLVM)
CC = clang$(LLVM) --target=wasm32-unknown-unknown
FEATURES = -matomics -mbulk-memory -mmutable-globals -msign-ext -mnontrapping-fptoint \
	-mexception-handling -mllvm -wasm-enable-sjlj
CPPFLAGS = -D__linux__=1 -D__unix__=1
CFLAGS_C99FSE = -std=c99 -nostdinc -ffreestanding
CFLAGS_AUTO = -O2 -w -fno-strict-aliasing -ffunction-sections -fdata-sections \
	-fomit-frame-pointer -Werror=implicit-function-declaration -Werror=implicit-int \
	-Werror=pointer-sign -Werror=int-conversion -Werror=incompatible-pointer-types
CFLAGS = $(FEATURES)
