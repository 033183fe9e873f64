/* SPDX-License-Identifier: MIT */
/*
 * In the place of src/mman/mmap.c, with the errors of Linux's mmap(2). A file is copied in. A
 * shared mapping of a file is such a copy too, for reading; a writable one is refused, since no
 * other process would see what is written.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <sys/mman.h>
#include "pages.h"
#include "syscall.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

static void dummy(void) { }
weak_alias(dummy, __vm_wait);

static int check_file(int prot, int flags, int fd)
{
	int mode = __syscall(SYS_fcntl, fd, F_GETFL);
	if (mode < 0) return mode;
	if (mode & O_PATH) return -EBADF;
	if ((mode & O_ACCMODE) == O_WRONLY) return -EACCES;
	if ((flags & MAP_TYPE) == MAP_PRIVATE || !(prot & PROT_WRITE)) return 0;
	return (mode & O_ACCMODE) == O_RDWR ? -ENODEV : -EACCES;
}

static int read_file(char *to, size_t len, int fd, off_t off)
{
	while (len) {
		long n = __syscall(SYS_pread64, fd, to, len, __SYSCALL_LL_PRW(off));
		if (n == -EINTR) continue;
		if (n == -EISDIR || n == -ESPIPE || n == -EINVAL) return -ENODEV;
		if (n <= 0) return n;
		to += n;
		len -= n;
		off += n;
	}
	return 0;
}

/* the first page for a mapping at a place, or anywhere; or -errno */
static long choose(uintptr_t start, size_t count, int flags)
{
	size_t first = start/PAGE;
	if (!(flags & (MAP_FIXED | MAP_FIXED_NOREPLACE))) return __wasm_pages_find(count);
	if (start%PAGE) return -EINVAL;
	/* data and stack of the program cannot be replaced */
	if (first < __wasm_pages_base()) return -ENOMEM;
	int r = __wasm_pages_reach(first, count);
	if (r) return r;
	if ((flags & MAP_FIXED_NOREPLACE) && !__wasm_pages_all_free(first, count)) return -EEXIST;
	return first;
}

static long map(uintptr_t start, size_t len, int prot, int flags, int fd, off_t off)
{
	int type = flags & MAP_TYPE;
	enum page_state state = PAGE_ANONYMOUS;

	if (!len || off & PAGE-1) return -EINVAL;
	if (type != MAP_PRIVATE && type != MAP_SHARED && type != MAP_SHARED_VALIDATE)
		return -EINVAL;
	if (len >= PTRDIFF_MAX) return -ENOMEM;
	if (!(flags & MAP_ANON)) {
		int r = check_file(prot, flags, fd);
		if (r) return r;
		state = type == MAP_PRIVATE ? PAGE_FILE : PAGE_SHARED;
	}
	size_t count = __wasm_pages_of(len);
	long first = choose(start, count, flags);
	if (first < 0) return first;
	__wasm_pages_take(first, count, state);
	if (state != PAGE_ANONYMOUS) {
		int r = read_file((char *)(first*PAGE), len, fd, off);
		if (r) {
			__wasm_pages_free(first, count);
			return r;
		}
	}
	return first*PAGE;
}

void *__mmap(void *start, size_t len, int prot, int flags, int fd, off_t off)
{
	if (flags & MAP_FIXED) __vm_wait();
	return (void *)__syscall_ret(map((uintptr_t)start, len, prot, flags, fd, off));
}

weak_alias(__mmap, mmap);

#undef mmap64
weak_alias(mmap, mmap64);
