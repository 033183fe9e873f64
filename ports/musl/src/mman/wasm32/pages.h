/* SPDX-License-Identifier: MIT */
/*
 * The pages of the process. The kernel knows nothing of a program's memory: libc gives out the
 * pages above the program's data and makes the memory grow. None of this may be interrupted:
 * there is no system call inside, so that no other thread and no handler runs.
 */
#ifndef _WASM_PAGES_H
#define _WASM_PAGES_H

#include <features.h>
#include <stddef.h>

#define PAGE 4096u

enum page_state {
	PAGE_FREE,
	PAGE_ANONYMOUS,
	PAGE_FILE, /* a private copy of a file's page */
	PAGE_SHARED, /* the same of a shared mapping: must not become writable */
};

/* all counted in pages; 0 or -errno */
hidden long __wasm_pages_find(size_t count); /* the first of `count` free ones, after growing */
hidden int __wasm_pages_reach(size_t first, size_t count); /* makes memory that far */
hidden void __wasm_pages_take(size_t first, size_t count, enum page_state); /* and zeroes them */
hidden void __wasm_pages_free(size_t first, size_t count);
hidden void __wasm_pages_mark(size_t first, size_t count, enum page_state);

hidden size_t __wasm_pages_base(void); /* the first that is given out */
hidden int __wasm_pages_all_free(size_t first, size_t count);
hidden int __wasm_pages_all_used(size_t first, size_t count); /* those below base count as used */
hidden int __wasm_pages_any(size_t first, size_t count, enum page_state);
hidden enum page_state __wasm_pages_state(size_t page);

/* `length` bytes in pages */
static inline size_t __wasm_pages_of(size_t length)
{
	return length/PAGE + !!(length%PAGE);
}

#endif
