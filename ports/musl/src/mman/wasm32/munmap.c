/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/munmap.c. The memory keeps its size; the pages are given out again. */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include "pages.h"
#include "syscall.h"

static void dummy(void) { }
weak_alias(dummy, __vm_wait);

int __munmap(void *start, size_t len)
{
	uintptr_t address = (uintptr_t)start;

	__vm_wait();
	if (address%PAGE || !len || len > -address) return __syscall_ret(-EINVAL);
	__wasm_pages_free(address/PAGE, __wasm_pages_of(len));
	return 0;
}

weak_alias(__munmap, munmap);
