/* SPDX-License-Identifier: MIT */
/* Resource limits: what they hold, what they refuse, what they do. */
#include "observe.h"

#include <sys/resource.h>

static int limit(int kind, rlim_t soft, rlim_t hard)
{
	struct rlimit wanted = { soft, hard };
	return setrlimit(kind, &wanted);
}

static volatile int signals_seen;

static void on_xfsz(int signal)
{
	signals_seen += signal == SIGXFSZ;
}

static int files(void)
{
	struct rlimit now;
	ok("setrlimit NOFILE", limit(RLIMIT_NOFILE, 10, 20));
	ok("getrlimit NOFILE", getrlimit(RLIMIT_NOFILE, &now));
	say("NOFILE %d %d", (int)now.rlim_cur, (int)now.rlim_max);
	int last = -1;
	for (;;) {
		int fd = open("/dev/null", O_RDONLY);
		if (fd < 0) break;
		last = fd;
	}
	say("open past the limit: %s after descriptor %d", errno_name(errno), last);
	ok("dup past the limit", dup(0));
	ok("dup2 past the limit", dup2(0, 10));
	ok("fcntl past the limit", fcntl(0, F_DUPFD, 10));
	ok("a soft limit above the hard one", limit(RLIMIT_NOFILE, 30, 20));
	ok("setuid", setuid(1000));
	ok("a higher soft limit as user", limit(RLIMIT_NOFILE, 20, 20));
	ok("a lower hard limit as user", limit(RLIMIT_NOFILE, 15, 18));
	ok("a higher hard limit as user", limit(RLIMIT_NOFILE, 15, 19));
	ok("an unknown limit", limit(77, 1, 1));
	return 0;
}

/* The limit holds for standard output too: it is there only while a call is under observation. */
static long limited_write(int fd, int count)
{
	char bytes[80] = { 0 };
	limit(RLIMIT_FSIZE, 100, RLIM_INFINITY);
	long written = write(fd, bytes, count);
	int error = errno;
	limit(RLIMIT_FSIZE, RLIM_INFINITY, RLIM_INFINITY);
	errno = error;
	return written;
}

static int size(void)
{
	signal(SIGXFSZ, on_xfsz);
	int fd = need("open", open("grows", O_WRONLY | O_CREAT | O_TRUNC, 0600));
	show("write below the limit", limited_write(fd, 80));
	show("write up to the limit", limited_write(fd, 80));
	show("write past the limit", limited_write(fd, 80));
	yes("the signal came", signals_seen == 1);
	limit(RLIMIT_FSIZE, 100, RLIM_INFINITY);
	int result = ftruncate(fd, 200), error = errno;
	limit(RLIMIT_FSIZE, RLIM_INFINITY, RLIM_INFINITY);
	errno = error;
	ok("ftruncate past the limit", result);
	yes("the signal came again", signals_seen == 2);
	signal(SIGXFSZ, SIG_DFL);
	limited_write(fd, 80);
	return 0;
}

static int inherited(void)
{
	struct rlimit now;
	getrlimit(RLIMIT_NOFILE, &now);
	say("a child inherits %d %d", (int)now.rlim_cur, (int)now.rlim_max);
	return 0;
}

int main(int argc, char **argv)
{
	struct rlimit now;
	if (argc > 1) {
		if (!strcmp(argv[1], "files")) return files();
		if (!strcmp(argv[1], "inherited")) return inherited();
		return size();
	}
	ok("prlimit", prlimit(0, RLIMIT_NOFILE, &(struct rlimit){ 50, 60 }, NULL));
	say("inherited: %s", ending(ended(again("inherited", NULL))));
	say("files: %s", ending(ended(again("files", NULL))));
	say("size: %s", ending(ended(again("size", NULL))));
	ok("getrlimit STACK", getrlimit(RLIMIT_STACK, &now));
	ok("getrlimit CORE", getrlimit(RLIMIT_CORE, &now));
	ok("getrlimit at a wild address", prlimit(0, RLIMIT_CORE, NULL, (void *)8));
	return 0;
}
