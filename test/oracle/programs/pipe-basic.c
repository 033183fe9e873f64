/* SPDX-License-Identifier: MIT */
/* Pipes: blocking and not, their ends, what is written whole, and what they say of themselves. */
#include "observe.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

static int fds[2];

static const char *events(int bits)
{
	static char text[64];
	snprintf(text, sizeof text, "%s%s%s%s%s", bits & POLLIN ? " IN" : "",
		bits & POLLOUT ? " OUT" : "", bits & POLLHUP ? " HUP" : "",
		bits & POLLERR ? " ERR" : "", bits & POLLNVAL ? " NVAL" : "");
	return text;
}

static void poll_both(const char *label)
{
	struct pollfd both[2] = { { fds[0], POLLIN, 0 }, { fds[1], POLLOUT, 0 } };
	int count = poll(both, 2, 0);
	char first[64];
	strcpy(first, events(both[0].revents));
	say("%s: %d, reader%s, writer%s", label, count, first, events(both[1].revents));
}

static void *writes_late(void *argument)
{
	sleep_ms(30);
	write(fds[1], argument, 4);
	return NULL;
}

static void *reads_late(void *argument)
{
	sleep_ms(30);
	*(long *)argument = read(fds[0], malloc(100000), 70000);
	return NULL;
}

static void blocking(void)
{
	char text[16] = "";
	pthread_t thread;
	static char large[100000];
	long taken = 0;
	need("pipe", pipe(fds));
	pthread_create(&thread, NULL, writes_late, "late");
	int64_t start = now_ms();
	show("read waits", read(fds[0], text, sizeof text));
	yes("for the writer", now_ms() - start >= 25);
	say("'%s'", text);
	pthread_join(thread, NULL);

	/* More than a pipe holds: the write ends when the reader has taken enough. */
	pthread_create(&thread, NULL, reads_late, &taken);
	start = now_ms();
	show("write of 100000", write(fds[1], large, sizeof large));
	yes("waits for the reader", now_ms() - start >= 25);
	pthread_join(thread, NULL);
	show("one read takes at most what a pipe holds", taken);
	int left = 0;
	ok("FIONREAD", ioctl(fds[0], FIONREAD, &left));
	show("bytes left", left);
	close(fds[1]);
	long count = 0, got;
	while ((got = read(fds[0], large, sizeof large)) > 0) count += got;
	show("read to the end", count);
	show("read at the end", read(fds[0], text, 1));
	poll_both("poll without writer, writer closed");
	close(fds[0]);
}

static void non_blocking(void)
{
	static char block[PIPE_BUF];
	char text[PIPE_BUF];
	ok("pipe2", pipe2(fds, O_NONBLOCK | O_CLOEXEC));
	yes("O_CLOEXEC", fcntl(fds[0], F_GETFD) == FD_CLOEXEC);
	poll_both("poll of an empty pipe");
	ok("read of an empty pipe", read(fds[0], text, 1));
	int blocks = 0;
	while (write(fds[1], block, PIPE_BUF) == PIPE_BUF) blocks++;
	show("blocks of PIPE_BUF that it holds", blocks);
	ok("write to a full pipe", write(fds[1], block, 1));
	poll_both("poll of a full pipe");
	show("read of 100", read(fds[0], text, 100));
	ok("a write of PIPE_BUF is whole or not at all", write(fds[1], block, PIPE_BUF));
	show("read of a block", read(fds[0], text, PIPE_BUF - 100));
	show("now it fits", write(fds[1], block, PIPE_BUF));
	show("F_GETPIPE_SZ", fcntl(fds[0], F_GETPIPE_SZ));
	show("F_SETPIPE_SZ", fcntl(fds[0], F_SETPIPE_SZ, 131072));
	ok("F_SETPIPE_SZ below what is in it", fcntl(fds[0], F_SETPIPE_SZ, 4096));
	close(fds[1]);
	poll_both("poll after the writer closed");
	close(fds[0]);
	need("pipe", pipe2(fds, O_NONBLOCK));
	close(fds[0]);
	poll_both("poll without reader, reader closed");
	ok("pipe2 of an unknown flag", pipe2(fds, O_APPEND));
}

static void others(void)
{
	char text[4];
	need("pipe", pipe(fds));
	ok("write to the reading end", write(fds[0], "x", 1));
	ok("read from the writing end", read(fds[1], text, 1));
	ok("lseek", lseek(fds[0], 0, SEEK_CUR));
	ok("pread", pread(fds[0], text, 1, 0));
	ok("ftruncate", ftruncate(fds[1], 0));
	ok("fsync", fsync(fds[1]));
	struct stat status;
	ok("fstat", fstat(fds[0], &status));
	yes("it is a fifo", S_ISFIFO(status.st_mode));
	show("write of nothing", write(fds[1], text, 0));
}

int main(void)
{
	blocking();
	non_blocking();
	others();
	return 0;
}
