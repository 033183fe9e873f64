/* SPDX-License-Identifier: MIT */
/* Processes with several threads: exec, exit and ids from one of them. */
#include "observe.h"

#include <pthread.h>
#include <sys/stat.h>

static void *waits(void *argument)
{
	for (;;) pause();
	return argument;
}

static void *executes(void *argument)
{
	char *const argv[] = { "exec", "second", argument, NULL };
	execve("/proc/self/exe", argv, environ);
	say("execve: %s", errno_name(errno));
	return NULL;
}

static void *becomes_user(void *argument)
{
	ok("setuid in a thread", setuid(1000));
	return argument;
}

static void *changes_folder(void *argument)
{
	ok("chdir in a thread", chdir("/"));
	umask(0123);
	return argument;
}

static void *waits_for_child(void *argument)
{
	say("a thread waits for main's child: %s", ending(ended(*(pid_t *)argument)));
	return NULL;
}

static int threads(void)
{
	int count = 0, fd = open("/proc/self/status", O_RDONLY);
	static char status[4096];
	read(fd, status, sizeof status - 1);
	close(fd);
	const char *line = strstr(status, "Threads:");
	if (line) count = atoi(line + 8);
	return count;
}

static int child(const char *mode, const char *pid)
{
	pthread_t thread;
	char number[16];
	if (!strcmp(mode, "second")) {
		yes("the pid is that of the process", atoi(pid) == getpid());
		yes("the only thread is main", gettid() == getpid());
		show("threads", threads());
		return 15;
	}
	if (!strcmp(mode, "quick")) return 17;
	for (int i = 0; i < 3; i++) pthread_create(&thread, NULL, waits, NULL);
	sleep_ms(5);
	show("threads", threads());
	if (!strcmp(mode, "kill")) kill(getpid(), SIGTERM);
	if (!strcmp(mode, "raise")) raise(SIGABRT);
	if (!strcmp(mode, "exit")) return 16;
	snprintf(number, sizeof number, "%d", getpid());
	pthread_create(&thread, NULL, executes, number);
	for (;;) pause();
}

int main(int argc, char **argv)
{
	static const char *const modes[] = { "exec", "kill", "raise", "exit" };
	pthread_t thread;
	char path[64];
	if (argc > 1) return child(argv[1], argv[2]);
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		say("%s: %s", modes[i], ending(ended(again(modes[i], NULL))));
	pid_t pid = again("quick", NULL);
	pthread_create(&thread, NULL, waits_for_child, &pid);
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, changes_folder, NULL);
	pthread_join(thread, NULL);
	say("main's folder is '%s', its umask %03o", getcwd(path, sizeof path), umask(022));
	pthread_create(&thread, NULL, becomes_user, NULL);
	pthread_join(thread, NULL);
	show("main's uid", getuid());
	yes("main's gettid is getpid", gettid() == getpid());
	return 0;
}
