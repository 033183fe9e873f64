/* SPDX-License-Identifier: MIT */
/* Named pipes: who waits for whom in open, and what comes through between processes. */
#include "observe.h"

#include <pthread.h>
#include <sys/stat.h>

static void *opens(void *argument)
{
	sleep_ms(30);
	return (void *)(intptr_t)open("fifo", (int)(intptr_t)argument);
}

static int child(const char *mode)
{
	char text[32] = "";
	if (!strcmp(mode, "writes")) {
		int fd = open("fifo", O_WRONLY);
		ok("child: open to write", fd);
		write(fd, "from the child", 14);
		return 0;
	}
	int fd = open("fifo", O_RDONLY);
	show("child: read", read(fd, text, sizeof text));
	say("child: '%s'", text);
	return 0;
}

int main(int argc, char **argv)
{
	char text[32] = "";
	void *other;
	pthread_t thread;
	if (argc > 1) return child(argv[1]);
	ok("mkfifo", mkfifo("fifo", 0600));
	ok("mkfifo once more", mkfifo("fifo", 0600));
	ok("open to write without reader", open("fifo", O_WRONLY | O_NONBLOCK));

	pthread_create(&thread, NULL, opens, (void *)(intptr_t)O_WRONLY);
	int64_t start = now_ms();
	int fd = open("fifo", O_RDONLY);
	ok("open to read", fd);
	yes("waited for the writer", now_ms() - start >= 25);
	pthread_join(thread, &other);
	write((int)(intptr_t)other, "abc", 3);
	show("read", read(fd, text, sizeof text));
	close((int)(intptr_t)other);
	show("read after the writer closed", read(fd, text, sizeof text));
	int writer = open("fifo", O_WRONLY);
	ok("another writer", writer);
	write(writer, "de", 2);
	show("read goes on", read(fd, text, sizeof text));
	close(writer);
	close(fd);

	pid_t pid = again("writes", NULL);
	fd = open("fifo", O_RDONLY);
	memset(text, 0, sizeof text);
	ended(pid);
	show("read from the child", read(fd, text, sizeof text));
	say("'%s'", text);
	close(fd);
	pid = again("reads", NULL);
	fd = open("fifo", O_WRONLY);
	long written = write(fd, "to the child", 12);
	ended(pid);
	show("write to the child", written);
	fd = open("fifo", O_RDWR);
	ok("open to read and write waits for nobody", fd);
	write(fd, "self", 4);
	show("read of what it wrote", read(fd, text, sizeof text));
	ok("unlink", unlink("fifo"));
	write(fd, "on", 2);
	show("it goes on without a name", read(fd, text, sizeof text));
	return 0;
}
