/* SPDX-License-Identifier: MIT */
/* Locking, advice, residency of memory, and the break as far as libc gives it. */
#include "observe.h"

#include <sys/mman.h>

int main(void)
{
	unsigned char resident[4];
	char *a = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	yes("mmap", a != MAP_FAILED);
	memset(a, 'x', 4 * 4096);
	ok("mincore", mincore(a, 4 * 4096, resident));
	show("pages that are there", (resident[0] & 1) + (resident[1] & 1) + (resident[2] & 1) +
		(resident[3] & 1));
	ok("mincore within a page", mincore(a + 1, 4096, resident));
	ok("mlock", mlock(a, 4096));
	ok("munlock", munlock(a, 4096));
	ok("madvise WILLNEED", madvise(a, 4096, MADV_WILLNEED));
	ok("madvise of nothing known", madvise(a, 4096, 12345));
	ok("madvise within a page", madvise(a + 1, 4096, MADV_WILLNEED));
	code("posix_madvise", posix_madvise(a, 4096, POSIX_MADV_SEQUENTIAL));
	ok("msync", msync(a, 4096, MS_SYNC));
	ok("msync within a page", msync(a + 1, 4096, MS_SYNC));
	ok("mprotect to none", mprotect(a + 4096, 4096, PROT_NONE));
	ok("mprotect back", mprotect(a + 4096, 4096, PROT_READ | PROT_WRITE));
	yes("the bytes are kept", a[4096] == 'x' && a[8191] == 'x');
	yes("sbrk(0) answers", sbrk(0) != (void *)-1);
	say("sbrk of more: %s", sbrk(4096) == (void *)-1 ? errno_name(errno) : "ok");
	ok("munmap", munmap(a, 4 * 4096));
	ok("munmap of nothing", munmap(a, 0));
	return 0;
}
