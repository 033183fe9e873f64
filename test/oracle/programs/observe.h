/* SPDX-License-Identifier: MIT */
/*
 * How an oracle program tells what it sees: lines of text, each one write(2), so that lines of
 * several processes and threads keep their order. A line says no pid, pointer, size of a kernel
 * structure or absolute time: it is the same wherever Linux behaves the same.
 */
#ifndef OBSERVE_H
#define OBSERVE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "names.h"

extern char **environ;

/* One line, without its newline. */
static inline void say(const char *format, ...)
{
	char line[1024];
	va_list list;
	va_start(list, format);
	int length = vsnprintf(line, sizeof line - 1, format, list);
	va_end(list);
	if (length > (int)sizeof line - 2) length = sizeof line - 2;
	line[length] = '\n';
	if (write(1, line, length + 1) < 0) _exit(99);
}

/* "label: NUMBER", or "label: ERRNO" when the result is negative. Gives the result back. */
static inline long show(const char *label, long result)
{
	int error = errno;
	if (result < 0) say("%s: %s", label, errno_name(error));
	else say("%s: %ld", label, result);
	errno = error;
	return result;
}

/* "label: ok" or "label: ERRNO", for results whose number says nothing. */
static inline long ok(const char *label, long result)
{
	int error = errno;
	say("%s: %s", label, result < 0 ? errno_name(error) : "ok");
	errno = error;
	return result;
}

/* "label: ok" or "label: ERRNO", for calls that return an error number (pthread, posix_spawn). */
static inline int code(const char *label, int error)
{
	say("%s: %s", label, error ? errno_name(error) : "ok");
	return error;
}

static inline void yes(const char *label, int truth)
{
	say("%s: %s", label, truth ? "yes" : "no");
}

/* Ends the program when a step fails that is not under observation. */
static inline long need(const char *step, long result)
{
	if (result < 0) {
		say("cannot %s: %s", step, errno_name(errno));
		_exit(98);
	}
	return result;
}

/* Nanoseconds of a clock. */
static inline int64_t clock_ns(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline int64_t now_ms(void)
{
	return clock_ns(CLOCK_MONOTONIC) / 1000000;
}

static inline void sleep_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	while (nanosleep(&t, &t) < 0 && errno == EINTR) { }
}

/* How a process ended, as waitpid's status says it. */
static inline const char *ending(int status)
{
	static char text[64];
	if (WIFEXITED(status)) snprintf(text, sizeof text, "exited %d", WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		snprintf(text, sizeof text, "killed by %s", signal_name(WTERMSIG(status)));
	else if (WIFSTOPPED(status))
		snprintf(text, sizeof text, "stopped by %s", signal_name(WSTOPSIG(status)));
	else if (WIFCONTINUED(status)) snprintf(text, sizeof text, "continued");
	else snprintf(text, sizeof text, "status %d", status);
	return text;
}

/* Starts this program once more with one or two arguments. */
static inline pid_t again(const char *mode, const char *argument)
{
	pid_t pid;
	char *argv[] = { "again", (char *)mode, (char *)argument, NULL };
	int error = posix_spawn(&pid, "/proc/self/exe", NULL, NULL, argv, environ);
	if (!error) return pid;
	say("cannot start %s: %s", mode, errno_name(error));
	_exit(97);
}

/* Waits for a child's end and gives its status. */
static inline int ended(pid_t pid)
{
	int status;
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR) {
			say("waitpid: %s", errno_name(errno));
			return -1;
		}
	}
	return status;
}

#endif
