/* SPDX-License-Identifier: MIT */
/* See pages.h. Two bits for each page of at most 1 GiB, searched first fit. */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include "pages.h"

#define PAGES_MAX (1u << 18)
#define PER_WORD 32u
#define UNIT 16u /* pages in a page of wasm */
#define GROW (16u * UNIT) /* larger steps: after each the engine looks at the memory anew */

extern hidden char __heap_base[];

static uint64_t states[PAGES_MAX / PER_WORD];
static size_t base; /* the first page that is given out; 0: nothing is set up */
static size_t top; /* end of the memory */
static size_t hint; /* no page below is free */
static size_t fresh; /* pages from here on have never been used and are zero */

static void set_up(void)
{
	if (base) return;
	base = __wasm_pages_of((uintptr_t)__heap_base);
	top = __builtin_wasm_memory_size(0) * UNIT;
	hint = fresh = base;
}

size_t __wasm_pages_base(void)
{
	set_up();
	return base;
}

enum page_state __wasm_pages_state(size_t page)
{
	if (page >= top) return PAGE_FREE;
	return states[page/PER_WORD] >> 2*(page%PER_WORD) & 3;
}

void __wasm_pages_mark(size_t first, size_t count, enum page_state state)
{
	for (size_t p = first; p < first + count; p++) {
		uint64_t *word = states + p/PER_WORD;
		unsigned shift = 2*(p%PER_WORD);
		*word = *word & ~(3ULL << shift) | (uint64_t)state << shift;
	}
}

static int grow(size_t pages)
{
	return __builtin_wasm_memory_grow(0, pages/UNIT) != (size_t)-1;
}

int __wasm_pages_reach(size_t first, size_t count)
{
	set_up();
	if (first > PAGES_MAX || count > PAGES_MAX - first) return -ENOMEM;
	if (first + count <= top) return 0;
	size_t need = first + count - top;
	size_t exact = (need + UNIT-1) & -UNIT;
	size_t wide = (need + GROW-1) & -GROW;
	if (top + wide <= PAGES_MAX && grow(wide)) top += wide;
	else if (top + exact <= PAGES_MAX && grow(exact)) top += exact;
	else return -ENOMEM;
	return 0;
}

/* whether a word of pages begins at `p` in memory, all of the state that `word` stands for */
static int whole(size_t p, uint64_t word)
{
	return !(p%PER_WORD) && p + PER_WORD <= top && states[p/PER_WORD] == word;
}

/* every page used: no state is PAGE_FREE */
static int full(size_t p)
{
	if (p%PER_WORD || p + PER_WORD > top) return 0;
	uint64_t w = states[p/PER_WORD];
	return ((w | w >> 1) & 0x5555555555555555) == 0x5555555555555555;
}

long __wasm_pages_find(size_t count)
{
	set_up();
	if (count > PAGES_MAX) return -ENOMEM;
	while (hint < top && (full(hint) || __wasm_pages_state(hint)))
		hint += full(hint) ? PER_WORD : 1;
	size_t p = hint, run = 0;
	while (p < top && run < count) {
		if (full(p)) run = 0, p += PER_WORD;
		else if (whole(p, 0)) run += PER_WORD, p += PER_WORD;
		else if (__wasm_pages_state(p)) run = 0, p++;
		else run++, p++;
	}
	size_t first = p - run;
	if (run < count) {
		int r = __wasm_pages_reach(first, count);
		if (r) return r;
	}
	return first;
}

void __wasm_pages_take(size_t first, size_t count, enum page_state state)
{
	size_t end = first + count;
	if (first < fresh)
		memset((void *)(first*PAGE), 0, ((end < fresh ? end : fresh) - first)*PAGE);
	if (fresh < end) fresh = end;
	__wasm_pages_mark(first, count, state);
}

void __wasm_pages_free(size_t first, size_t count)
{
	set_up();
	size_t end = first + count < top ? first + count : top;
	if (first < base) first = base;
	if (end <= first) return;
	__wasm_pages_mark(first, end - first, PAGE_FREE);
	if (first < hint) hint = first;
}

int __wasm_pages_all_free(size_t first, size_t count)
{
	set_up();
	if (first < base) return 0;
	for (size_t p = first; p < first + count && p < top; p++)
		if (__wasm_pages_state(p)) return 0;
	return 1;
}

int __wasm_pages_all_used(size_t first, size_t count)
{
	set_up();
	for (size_t p = first < base ? base : first; p < first + count; p++)
		if (!__wasm_pages_state(p)) return 0;
	return 1;
}

int __wasm_pages_any(size_t first, size_t count, enum page_state state)
{
	for (size_t p = first; p < first + count && p < top; p++)
		if (__wasm_pages_state(p) == state) return 1;
	return 0;
}
