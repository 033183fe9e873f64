/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/mprotect.c: wasm has no protection, the errors are Linux's. */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include "libc.h"
#include "pages.h"
#include "syscall.h"

int __mprotect(void *addr, size_t len, int prot)
{
	size_t first = (uintptr_t)addr/PAGE;
	size_t count = __wasm_pages_of(len + (uintptr_t)addr%PAGE);

	if (!__wasm_pages_all_used(first, count)) return __syscall_ret(-ENOMEM);
	if (prot & PROT_WRITE && __wasm_pages_any(first, count, PAGE_SHARED))
		return __syscall_ret(-EACCES);
	return 0;
}

weak_alias(__mprotect, mprotect);
