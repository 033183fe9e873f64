/* SPDX-License-Identifier: MIT */
/*
 * For libc's own sources, in front of include/stdarg.h. A call without variable arguments has a
 * null pointer in the place of the list, and fcntl, ioctl, prctl and syscall read an argument
 * that is often not there: they find zeros.
 */
#ifndef _SRC_STDARG_H
#define _SRC_STDARG_H

#include "../../include/stdarg.h"

extern const long __wasm_no_arguments[8] __attribute__((__visibility__("hidden")));

#undef va_start
#define va_start(list, last) \
	(__builtin_va_start(list, last), (list) || ((list) = (void *)__wasm_no_arguments))

#endif
