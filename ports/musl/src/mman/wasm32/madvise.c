/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/madvise.c. Of all advice only MADV_DONTNEED can be seen afterwards. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include "pages.h"
#include "syscall.h"

/* The numbers that Linux knows. */
static int is_known(int advice)
{
	return (advice >= MADV_NORMAL && advice <= MADV_DONTNEED)
		|| (advice >= MADV_FREE && advice <= MADV_PAGEOUT);
}

int __madvise(void *addr, size_t len, int advice)
{
	size_t first = (uintptr_t)addr/PAGE, count = __wasm_pages_of(len);

	if ((uintptr_t)addr%PAGE || !is_known(advice)) return __syscall_ret(-EINVAL);
	if (!__wasm_pages_all_used(first, count)) return __syscall_ret(-ENOMEM);
	if (advice != MADV_DONTNEED || first < __wasm_pages_base()) return 0;
	for (size_t p = first; p < first + count; p++)
		if (__wasm_pages_state(p) == PAGE_ANONYMOUS) memset((void *)(p*PAGE), 0, PAGE);
	return 0;
}

weak_alias(__madvise, madvise);
