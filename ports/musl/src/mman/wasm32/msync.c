/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/msync.c: no mapping has anything to write back. */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include "pages.h"
#include "syscall.h"

int msync(void *start, size_t len, int flags)
{
	int both = MS_ASYNC | MS_SYNC;
	if ((uintptr_t)start%PAGE || flags & ~(both | MS_INVALIDATE) || (flags & both) == both)
		return __syscall_ret(-EINVAL);
	if (!__wasm_pages_all_used((uintptr_t)start/PAGE, __wasm_pages_of(len)))
		return __syscall_ret(-ENOMEM);
	return 0;
}
