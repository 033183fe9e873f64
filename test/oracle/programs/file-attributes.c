/* SPDX-License-Identifier: MIT */
/* statx, what /proc says of open files, truncation under an open descriptor, attributes. */
#include "observe.h"

#include <linux/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

static const char *base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* libc has no wrapper. */
static long statx(int folder, const char *path, int flags, unsigned mask, struct statx *buffer)
{
	return syscall(SYS_statx, folder, path, flags, mask, buffer);
}

int main(void)
{
	struct statx x;
	char path[64], target[4096];
	int fd = need("open", open("a", O_RDWR | O_CREAT | O_TRUNC, 0640));
	write(fd, "0123456789", 10);
	ok("statx", statx(AT_FDCWD, "a", 0, STATX_BASIC_STATS, &x));
	yes("it gives the basic ones", (x.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
	say("mode %04o, size %d, links %d", x.stx_mode & 07777, (int)x.stx_size, (int)x.stx_nlink);
	ok("statx of nothing", statx(AT_FDCWD, "none", 0, STATX_BASIC_STATS, &x));
	ok("statx of a descriptor", statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &x));
	ok("statx of an unknown flag", statx(AT_FDCWD, "a", 0x8000000, STATX_SIZE, &x));

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	long length = readlink(path, target, sizeof target - 1);
	target[length < 0 ? 0 : length] = 0;
	say("/proc/self/fd names '%s'", base(target));
	int again = open(path, O_RDONLY);
	ok("open through it", again);
	show("its offset is its own", lseek(again, 0, SEEK_CUR));
	ok("truncate while it is open", truncate("a", 4));
	show("read gets what is left", read(again, target, 100));
	show("read again", read(again, target, 100));
	rename("a", "b");
	length = readlink(path, target, sizeof target - 1);
	target[length < 0 ? 0 : length] = 0;
	say("after a rename it names '%s'", base(target));
	unlink("b");
	length = readlink(path, target, sizeof target - 1);
	target[length < 0 ? 0 : length] = 0;
	say("after unlink it names '%s'", base(target));
	fd = need("open", open("c", O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0640));
	int other = need("open", open("c", O_RDWR | O_APPEND));
	write(fd, "one", 3);
	write(other, "two", 3);
	write(fd, "three", 5);
	length = pread(fd, target, 100, 0);
	say("two that append: '%.*s'", (int)length, target);
	ok("getxattr of what is not set", getxattr("c", "user.none", target, 10));
	ok("getxattr of nothing", getxattr("none", "user.none", target, 10));
	return 0;
}
