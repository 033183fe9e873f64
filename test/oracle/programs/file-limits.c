/* SPDX-License-Identifier: MIT */
/* What a file system may have or not: space kept and given back, exchange of names, mappings. */
#include "observe.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

enum { NOREPLACE = 1, EXCHANGE = 2, KEEP_SIZE = 1, PUNCH_HOLE = 2 };

static long rename2(const char *from, const char *to, unsigned flags)
{
	return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

int main(void)
{
	int fd = need("open", open("a", O_RDWR | O_CREAT, 0600));
	write(fd, "0123456789", 10);
	close(need("open", open("b", O_RDWR | O_CREAT, 0600)));
	ok("fallocate", fallocate(fd, 0, 0, 100));
	code("posix_fallocate", posix_fallocate(fd, 0, 200));
	ok("fallocate that keeps the size", fallocate(fd, KEEP_SIZE, 0, 1000));
	ok("fallocate that punches a hole", fallocate(fd, KEEP_SIZE | PUNCH_HOLE, 2, 4));
	ok("renameat2 EXCHANGE", rename2("a", "b", EXCHANGE));
	ok("renameat2 NOREPLACE to a taken name", rename2("a", "b", NOREPLACE));
	ok("renameat2 NOREPLACE to a free one", rename2("b", "c", NOREPLACE));
	ok("setxattr", setxattr("a", "user.oracle", "value", 5, 0));
	ok("O_TMPFILE", open(".", O_TMPFILE | O_RDWR, 0600));
	ok("sync", (sync(), 0));
	ok("syncfs", syncfs(fd));
	ok("shared and written mapping of a file",
		mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
	ok("shared mapping of a file to read",
		mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
	ok("shared mapping of nothing",
		mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
		== MAP_FAILED ? -1 : 0);
	return 0;
}
