/* SPDX-License-Identifier: MIT */
/* execve: arguments, environment, what goes over to the new image, and its refusals. */
#include "observe.h"

#include <sys/stat.h>

static void on_signal(int signal) { (void)signal; }

/* The second image tells what it got. */
static int second(int argc, char **argv)
{
	struct sigaction action;
	sigset_t mask, pending;
	say("argc %d, argv[0] '%s'", argc, argv[0]);
	for (int i = 5; i < argc; i++) say("argv[%d] '%s'", i, argv[i]);
	for (char **e = environ; *e; e++) say("environment '%s'", *e);
	sigaction(SIGUSR1, NULL, &action);
	yes("a handler became the default", action.sa_handler == SIG_DFL);
	sigaction(SIGUSR2, NULL, &action);
	yes("an ignored signal stays ignored", action.sa_handler == SIG_IGN);
	sigprocmask(SIG_SETMASK, NULL, &mask);
	yes("the mask goes over", sigismember(&mask, SIGHUP));
	sigpending(&pending);
	yes("a pending signal goes over", sigismember(&pending, SIGHUP));
	yes("the pid stays", atoi(argv[2]) == getpid());
	ok("a descriptor without O_CLOEXEC", fcntl(atoi(argv[3]), F_GETFD));
	ok("a descriptor with O_CLOEXEC", fcntl(atoi(argv[4]), F_GETFD));
	show("the offset of an open file", lseek(atoi(argv[3]), 0, SEEK_CUR));
	return 11;
}

static int first(void)
{
	char pid[16], kept[16], closed[16];
	char *const environment[] = { "A=1", "EMPTY=", "B=two words", NULL };
	sigset_t hup;
	int fd = need("open", open("data", O_RDWR | O_CREAT | O_TRUNC, 0600));
	need("write", write(fd, "12345", 5));
	int other = need("open", open("data", O_RDONLY | O_CLOEXEC));
	signal(SIGUSR1, on_signal);
	signal(SIGUSR2, SIG_IGN);
	sigemptyset(&hup);
	sigaddset(&hup, SIGHUP);
	sigprocmask(SIG_BLOCK, &hup, NULL);
	raise(SIGHUP);
	snprintf(pid, sizeof pid, "%d", getpid());
	snprintf(kept, sizeof kept, "%d", fd);
	snprintf(closed, sizeof closed, "%d", other);
	char *const argv[] = { "a name", "second", pid, kept, closed, "", "last one", NULL };
	execve("/proc/self/exe", argv, environment);
	say("execve: %s", errno_name(errno));
	return 1;
}

static void refusals(void)
{
	char *const argv[] = { "x", NULL };
	char *const *volatile wild = (char *const *)8;
	int fd;
	mkdir("folder", 0755);
	fd = need("open", open("garbage", O_WRONLY | O_CREAT | O_TRUNC, 0755));
	need("write", write(fd, "no program at all", 17));
	close(fd);
	close(need("open", open("plain", O_WRONLY | O_CREAT | O_TRUNC, 0644)));
	close(need("open", open("empty", O_WRONLY | O_CREAT | O_TRUNC, 0755)));
	fd = need("open", open("script", O_WRONLY | O_CREAT | O_TRUNC, 0755));
	dprintf(fd, "#!./nowhere\n");
	close(fd);
	ok("execve of nothing", execve("./nothing", argv, environ));
	ok("execve of a folder", execve("./folder", argv, environ));
	ok("execve of a file without x", execve("./plain", argv, environ));
	ok("execve of garbage", execve("./garbage", argv, environ));
	ok("execve of an empty file", execve("./empty", argv, environ));
	ok("execve of a script without interpreter", execve("./script", argv, environ));
	ok("execve below a file", execve("./plain/x", argv, environ));
	ok("execve of an empty name", execve("", argv, environ));
	ok("execve of a null name", execve(NULL, argv, environ));
	ok("execve of arguments at a wild address", execve("./garbage", wild, environ));
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "second")) {
		if (argc < 7) return 90;
		return second(argc, argv);
	}
	if (argc > 1) return first();
	refusals();
	say("first: %s", ending(ended(again("first", NULL))));
	return 0;
}
