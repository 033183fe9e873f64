/* SPDX-License-Identifier: MIT */
/*
 * There is no fork() here: the child shares init's memory, on a stack of its own, until it has a
 * program, and init waits for that (CLONE_VFORK). What the child changes in memory is therefore
 * init's too; descriptors, directory, signal handlers and identity are its own.
 */
#define _GNU_SOURCE
#include "spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STACK_BYTES 65536
/* As the kernel's init_task has it. */
#define DEFAULT_SLACK_NS "50000"

static const char search_path[] =
	"/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin";

static _Alignas(16) char child_stack[STACK_BYTES];

/* Ends the child, with a message as a shell says it. */
static _Noreturn void give_up(struct spawn *spawn, const char *what, int error, int status)
{
	char line[512];
	int length = snprintf(line, sizeof line, "%s: %s\n", what,
			      error ? strerror(error) : "not found");
	ssize_t ignored;

	if (length > (int)sizeof line - 1)
		length = sizeof line - 1;
	ignored = write(2, line, length);
	(void)ignored;
	spawn->gave_up = 1;
	_exit(status);
}

/* Ends the child before there is a stderr: init reports it. */
static _Noreturn void give_up_early(struct spawn *spawn, const char *what)
{
	spawn->error = errno;
	spawn->gave_up = 1;
	snprintf(spawn->failed, sizeof spawn->failed, "%s", what);
	_exit(126);
}

static int open_at(const char *path, int flags, int wanted)
{
	int fd = open(path, flags, 0644);

	if (fd < 0)
		return -1;
	if (fd != wanted) {
		if (dup2(fd, wanted) < 0)
			return -1;
		close(fd);
	}
	return 0;
}

static void write_cmdline(struct spawn *spawn, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	char **word;

	if (fd < 0)
		give_up_early(spawn, path);
	for (word = spawn->argv; *word; word++)
		if (write(fd, *word, strlen(*word) + 1) < 0)
			give_up_early(spawn, path);
	close(fd);
}

/* /var/log/PID; what is opened there belongs to the program, so that it can open it again. */
static void open_log(struct spawn *spawn)
{
	const int flags = O_WRONLY | O_CREAT | O_APPEND;
	char path[64];
	int length = snprintf(path, sizeof path, LOG_FOLDER "/%d", (int)getpid());
	char *name = path + length;

	mkdir("/var", 0755);
	mkdir(LOG_FOLDER, 0755);
	if (mkdir(path, 0755) && errno != EEXIST)
		give_up_early(spawn, path);
	strcpy(name, "/cmdline");
	write_cmdline(spawn, path);
	strcpy(name, "/stdout");
	if (open_at(path, flags, 1) || fchown(1, spawn->uid, spawn->gid))
		give_up_early(spawn, path);
	strcpy(name, "/stderr");
	if (open_at(path, flags, 2) || fchown(2, spawn->uid, spawn->gid))
		give_up_early(spawn, path);
}

static void open_output(struct spawn *spawn)
{
	if (open_at(spawn->output, O_RDWR | O_CREAT | O_TRUNC, 1) || dup2(1, 2) < 0)
		give_up_early(spawn, spawn->output);
}

/* The kernel's own calls: libc's would tell every thread that it knows, which are init's. */
static int become(uid_t uid, gid_t gid)
{
	if (syscall(SYS_setgroups, 1, &gid) || syscall(SYS_setresgid, gid, gid, gid))
		return -1;
	return syscall(SYS_setresuid, uid, uid, uid);
}

static const char *path_of(char **env)
{
	for (; *env; env++)
		if (!strncmp(*env, "PATH=", 5))
			return *env + 5;
	return search_path;
}

/* As execvpe(3), but what the kernel cannot run is not given to a shell. Returns with errno. */
static void exec_in_path(const char *file, char **argv, char **env)
{
	const char *at = path_of(env);
	int denied = 0;

	errno = ENOENT;
	while (at) {
		const char *colon = strchr(at, ':');
		int length = colon ? (int)(colon - at) : (int)strlen(at);
		char path[PATH_MAX];

		if (snprintf(path, sizeof path, "%.*s%s%s", length, at, length ? "/" : "", file) <
		    (int)sizeof path)
			execve(path, argv, env);
		if (errno == EACCES)
			denied = 1;
		else if (errno != ENOENT && errno != ENOTDIR)
			return;
		at = colon ? colon + 1 : NULL;
	}
	errno = denied ? EACCES : ENOENT;
}

static int child(void *argument)
{
	struct spawn *spawn = argument;
	const char *file = spawn->argv[0];
	sigset_t none;
	int searched = !strchr(file, '/');

	set_scheduler(0, SCHED_FIFO, CHILD_PRIORITY);
	if (spawn->log)
		open_log(spawn);
	else
		open_output(spawn);
	setsid();
	if (become(spawn->uid, spawn->gid))
		give_up(spawn, "cannot become the user", errno, 126);
	if (open_at(spawn->input, O_RDONLY, 0))
		give_up(spawn, spawn->input, errno, 126);
	if (chdir(spawn->cwd))
		give_up(spawn, spawn->cwd, errno, 126);
	/* No handler and no ignored signal is init's, only what it blocks. */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (searched)
		exec_in_path(file, spawn->argv, spawn->env);
	else
		execve(file, spawn->argv, spawn->env);
	if (errno == ENOENT)
		give_up(spawn, file, searched ? 0 : ENOENT, 127);
	give_up(spawn, file, errno, 126);
}

int set_scheduler(pid_t pid, int policy, int priority)
{
	struct sched_param param = { .sched_priority = priority };

	return syscall(SYS_sched_setscheduler, pid, policy, &param);
}

/* The timer slack of a SCHED_FIFO task is 0, and its children get that as their default. */
static void set_default_slack(pid_t pid)
{
	char path[64];
	int fd;
	ssize_t ignored;

	snprintf(path, sizeof path, "/proc/%d/timerslack_ns", (int)pid);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ignored = write(fd, DEFAULT_SLACK_NS, sizeof DEFAULT_SLACK_NS - 1);
	(void)ignored;
	close(fd);
}

pid_t spawn_child(struct spawn *spawn)
{
	const int flags = CLONE_VM | CLONE_VFORK | SIGCHLD;
	pid_t pid;

	/* The last three count for nothing with these flags, but libc reads them anyway. */
	pid = clone(child, child_stack + STACK_BYTES, flags, spawn, NULL, NULL, NULL);
	/* Init goes first, so that this comes before the program's first instruction. */
	if (pid > 0 && !spawn->gave_up) {
		set_scheduler(pid, SCHED_OTHER, 0);
		set_default_slack(pid);
	}
	return pid;
}
