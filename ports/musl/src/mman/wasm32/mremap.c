/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/mremap.c, with the errors of Linux's mremap(2). */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include "pages.h"
#include "syscall.h"

static void dummy(void) { }
weak_alias(dummy, __vm_wait);

static long move(size_t from, size_t old, size_t to, size_t new)
{
	enum page_state state = __wasm_pages_state(from);
	size_t kept = old < new ? old : new;

	__wasm_pages_take(to, new, state);
	memcpy((void *)(to*PAGE), (void *)(from*PAGE), kept*PAGE);
	__wasm_pages_free(from, old);
	return to*PAGE;
}

static long remap_fixed(size_t from, size_t old, uintptr_t address, size_t new)
{
	size_t to = address/PAGE;
	if (address%PAGE || (to < from + old && from < to + new)) return -EINVAL;
	if (to < __wasm_pages_base()) return -ENOMEM;
	int r = __wasm_pages_reach(to, new);
	return r ? r : move(from, old, to, new);
}

static long remap(uintptr_t address, size_t old_len, size_t new_len, int flags, uintptr_t to)
{
	size_t from = address/PAGE, old = __wasm_pages_of(old_len), new = __wasm_pages_of(new_len);

	if (flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED)) return -EINVAL;
	if (address%PAGE || !new || !old) return -EINVAL;
	if (flags & MREMAP_FIXED && !(flags & MREMAP_MAYMOVE)) return -EINVAL;
	if (from < __wasm_pages_base() || !__wasm_pages_all_used(from, old)) return -EFAULT;
	if (flags & MREMAP_FIXED) return remap_fixed(from, old, to, new);
	if (new <= old) {
		__wasm_pages_free(from + new, old - new);
		return address;
	}
	if (__wasm_pages_all_free(from + old, new - old)
	    && !__wasm_pages_reach(from + old, new - old)) {
		__wasm_pages_take(from + old, new - old, __wasm_pages_state(from));
		return address;
	}
	if (!(flags & MREMAP_MAYMOVE)) return -ENOMEM;
	long found = __wasm_pages_find(new);
	return found < 0 ? found : move(from, old, found, new);
}

void *__mremap(void *old_addr, size_t old_len, size_t new_len, int flags, ...)
{
	uintptr_t to = 0;
	if (new_len >= PTRDIFF_MAX || old_len >= PTRDIFF_MAX)
		return (void *)__syscall_ret(-ENOMEM);
	if (flags & MREMAP_FIXED) {
		va_list ap;
		__vm_wait();
		va_start(ap, flags);
		to = va_arg(ap, uintptr_t);
		va_end(ap);
	}
	return (void *)__syscall_ret(remap((uintptr_t)old_addr, old_len, new_len, flags, to));
}

weak_alias(__mremap, mremap);
