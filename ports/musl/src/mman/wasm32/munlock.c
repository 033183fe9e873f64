/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/munlock.c: pages of a program are never swapped out. */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include "pages.h"
#include "syscall.h"

int munlock(const void *addr, size_t len)
{
	size_t count = __wasm_pages_of(len + (uintptr_t)addr%PAGE);
	if (!__wasm_pages_all_used((uintptr_t)addr/PAGE, count)) return __syscall_ret(-ENOMEM);
	return 0;
}
