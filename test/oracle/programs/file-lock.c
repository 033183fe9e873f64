/* SPDX-License-Identifier: MIT */
/* flock, lockf and fcntl's record locks, within a process and against a child. */
#include "observe.h"

#include <sys/file.h>

static long lock(int fd, int command, int type, long start, long length)
{
	struct flock f = { .l_type = type, .l_whence = SEEK_SET, .l_start = start,
		.l_len = length };
	return fcntl(fd, command, &f);
}

static int child(const char *mode)
{
	struct flock f = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 100 };
	int fd = need("open", open("a", O_RDWR));
	if (!strcmp(mode, "records")) {
		ok("child: lock of another's bytes", lock(fd, F_SETLK, F_WRLCK, 0, 5));
		ok("child: shared lock of another's bytes", lock(fd, F_SETLK, F_RDLCK, 0, 5));
		ok("child: lock of free bytes", lock(fd, F_SETLK, F_WRLCK, 50, 5));
		ok("child: F_GETLK", fcntl(fd, F_GETLK, &f));
		say("child: the holder's %s from %d, %d bytes", f.l_type == F_WRLCK ? "write lock" :
			f.l_type == F_RDLCK ? "read lock" : "none", (int)f.l_start, (int)f.l_len);
		yes("child: the holder is the parent", f.l_pid == getppid());
		return 0;
	}
	if (!strcmp(mode, "waits")) {
		ok("child: waits for the lock", lock(fd, F_SETLKW, F_WRLCK, 0, 5));
		return 0;
	}
	ok("child: flock of what another holds", flock(fd, LOCK_EX | LOCK_NB));
	ok("child: shared flock of what another holds", flock(fd, LOCK_SH | LOCK_NB));
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1) return child(argv[1]);
	int fd = need("open", open("a", O_RDWR | O_CREAT | O_TRUNC, 0600));
	ok("F_SETLK", lock(fd, F_SETLK, F_WRLCK, 0, 10));
	ok("F_SETLK of the same once more", lock(fd, F_SETLK, F_WRLCK, 0, 10));
	ended(again("records", NULL));
	pid_t waiting = again("waits", NULL);
	sleep_ms(30);
	show("it is still waiting", waitpid(waiting, NULL, WNOHANG));
	ok("unlock", lock(fd, F_SETLK, F_UNLCK, 0, 10));
	say("then it %s", ending(ended(waiting)));
	int reader = open("a", O_RDONLY);
	ok("write lock of a file to read", lock(reader, F_SETLK, F_WRLCK, 0, 1));
	ok("lockf", lockf(fd, F_TLOCK, 10));
	ok("lockf test of the own", lockf(fd, F_TEST, 10));
	close(reader);
	ok("unknown kind of lock", lock(fd, F_SETLK, 77, 0, 1));

	fd = need("open", open("a", O_RDWR));
	int other = need("open", open("a", O_RDWR));
	ok("flock exclusive", flock(fd, LOCK_EX));
	ok("flock through another open", flock(other, LOCK_EX | LOCK_NB));
	ended(again("flock", NULL));
	ok("flock made shared", flock(fd, LOCK_SH));
	ok("flock shared through another open", flock(other, LOCK_SH | LOCK_NB));
	ok("flock of an unknown kind", flock(fd, 77));
	close(fd);
	ok("close gives it back", flock(other, LOCK_EX | LOCK_NB));
	return 0;
}
