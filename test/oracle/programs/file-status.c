/* SPDX-License-Identifier: MIT */
/* stat and its kin, chmod, chown, times, access, statx. */
#include "observe.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/time.h>

static void tell(const char *label, const char *path)
{
	struct stat s;
	if (lstat(path, &s)) {
		say("%s: %s", label, errno_name(errno));
		return;
	}
	say("%s: %s, mode %04o, owner %d %d, links %d", label,
		S_ISREG(s.st_mode) ? "file" : S_ISDIR(s.st_mode) ? "folder" :
		S_ISLNK(s.st_mode) ? "link" : S_ISFIFO(s.st_mode) ? "fifo" :
		S_ISCHR(s.st_mode) ? "device" : S_ISSOCK(s.st_mode) ? "socket" : "another",
		s.st_mode & 07777, s.st_uid, s.st_gid, S_ISDIR(s.st_mode) ? 0 : (int)s.st_nlink);
}

static void modes(void)
{
	ok("chmod", chmod("a", 0751));
	tell("after chmod", "a");
	ok("chmod with set bits", chmod("a", 06755));
	tell("after chmod", "a");
	ok("chown", chown("a", 10, 20));
	tell("after chown", "a");
	ok("chown of the group alone", chown("a", -1, 30));
	tell("after chown", "a");
	ok("lchown of a link", lchown("s", 11, 21));
	tell("the link", "s");
	tell("its target", "a");
	int fd = open("a", O_RDONLY);
	ok("fchmod", fchmod(fd, 0600));
	ok("fchown", fchown(fd, 0, 0));
	tell("after both", "a");
	ok("fchmodat", fchmodat(AT_FDCWD, "s", 0640, 0));
	tell("through a link", "a");
	ok("chmod of nothing", chmod("none", 0600));
	ok("fchmod of a closed one", fchmod(99, 0600));
}

static void times(void)
{
	struct stat s;
	struct timespec t[2] = { { 1000, 123456789 }, { 2000, 987654321 } };
	ok("utimensat", utimensat(AT_FDCWD, "a", t, 0));
	stat("a", &s);
	say("times %d %d", (int)s.st_atim.tv_sec, (int)s.st_mtim.tv_sec);
	say("nanoseconds %d %d", (int)s.st_atim.tv_nsec, (int)s.st_mtim.tv_nsec);
	t[0].tv_nsec = UTIME_OMIT;
	t[1] = (struct timespec){ 3000, 5 };
	ok("utimensat UTIME_OMIT", utimensat(AT_FDCWD, "a", t, 0));
	stat("a", &s);
	say("times %d %d", (int)s.st_atim.tv_sec, (int)s.st_mtim.tv_sec);
	t[1].tv_nsec = UTIME_NOW;
	ok("utimensat UTIME_NOW", utimensat(AT_FDCWD, "a", t, 0));
	stat("a", &s);
	int64_t now = clock_ns(CLOCK_REALTIME);
	yes("it is now", now / 1000000000 - s.st_mtim.tv_sec <= 1);
	ok("utimensat of nothing", utimensat(AT_FDCWD, "none", NULL, 0));
	t[1].tv_nsec = 1000000000;
	ok("utimensat with 10^9 ns", utimensat(AT_FDCWD, "a", t, 0));
	struct timeval v[2] = { { 5, 6 }, { 7, 8 } };
	ok("utimes", utimes("a", v));
	stat("a", &s);
	say("times %d %d", (int)s.st_atim.tv_sec, (int)s.st_mtim.tv_sec);
	sleep_ms(20);
	int fd = open("a", O_WRONLY);
	write(fd, "x", 1);
	close(fd);
	stat("a", &s);
	yes("a write sets the time", s.st_mtim.tv_sec > 7);
	yes("change and modification are one", s.st_ctim.tv_sec == s.st_mtim.tv_sec);
}

static void rights(void)
{
	chmod("a", 0600);
	ok("access F_OK", access("a", F_OK));
	ok("access R_OK | W_OK", access("a", R_OK | W_OK));
	ok("access X_OK of no program", access("a", X_OK));
	ok("access of nothing", access("none", F_OK));
	ok("access of an unknown kind", access("a", 64));
	ok("faccessat", faccessat(AT_FDCWD, "a", R_OK, AT_EACCESS));
}

static void others(void)
{
	struct stat s;
	struct statvfs v;
	tell("nothing", "none");
	tell("below a file", "a/x");
	ok("fstatat of a descriptor", fstatat(open("a", O_RDONLY), "", &s, AT_EMPTY_PATH));
	show("its size", s.st_size);
	ok("fstatat of an unknown flag", fstatat(AT_FDCWD, "a", &s, 0x80000));
	ok("fstat of a closed one", fstat(99, &s));
	ok("stat of a device", stat("/dev/null", &s));
	say("device %d %d", (int)major(s.st_rdev), (int)minor(s.st_rdev));
	ok("mkfifo", mkfifo("fifo", 0640));
	tell("fifo", "fifo");
	ok("mknod of a device", mknod("device", S_IFCHR | 0600, makedev(1, 5)));
	tell("device", "device");
	ok("mknod of a file", mknod("plain", S_IFREG | 0604, 0));
	tell("plain", "plain");
	ok("statvfs", statvfs(".", &v));
	yes("a block has a size", v.f_bsize > 0);
	show("the longest name", (long)v.f_namemax);
	show("pathconf PIPE_BUF", pathconf("fifo", _PC_PIPE_BUF));
}

int main(void)
{
	umask(022);
	int fd = need("open", open("a", O_RDWR | O_CREAT | O_TRUNC, 0644));
	write(fd, "12345", 5);
	symlink("a", "s");
	tell("file", "a");
	tell("link", "s");
	tell("folder", ".");
	modes();
	times();
	rights();
	others();
	return 0;
}
